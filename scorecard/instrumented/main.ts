/**
 * The real server with seams in a test's hand: its application clock may be wrong, each hand-over to
 * the carrier is written to a ledger before and after, the carrier may hang, names may stand for
 * whatever the test needs, and every connection it tries to open is written to a ledger. Started
 * by the harness in place of server/src/main.ts; nothing of it is in the shipped program.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { readConfig } from '../../server/src/config.ts';
import { startServer } from '../../server/src/startup/start-server.ts';
import type { OpenTransport } from '../../server/src/transports/contract.ts';
import { rebindingNames } from './names.ts';

const {
  SCORECARD_CLOCK_OFFSET_SECONDS: offset = '0',
  SCORECARD_LEDGER_FILE: ledgerFile,
  SCORECARD_CARRIER_HANGS: hangs,
  SCORECARD_CONNECTIONS_FILE: connectionsFile,
  SCORECARD_NAMES: ownNames,
} = process.env;

if (connectionsFile) {
  // Node tells of each TCP socket it makes, and the socket of each address it tries.
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (address, port) => {
      appendFileSync(connectionsFile, `${address} ${port}\n`);
    });
  });
}

const clock = { now: () => new Date(Date.now() + Number(offset) * 1_000) };

/** One line for each try and its end: what is written survives a kill of this process. */
function note(kind: 'try' | 'taken' | 'refused', dispatchId: string): void {
  if (ledgerFile) appendFileSync(ledgerFile, `${kind} ${dispatchId}\n`);
}

function watched(_name: string, transport: OpenTransport): OpenTransport {
  return {
    async send(message) {
      note('try', message.dispatchId);
      if (hangs) return new Promise(() => undefined);
      try {
        const handOver = await transport.send(message);
        note('taken', message.dispatchId);
        return handOver;
      } catch (error) {
        note('refused', message.dispatchId);
        throw error;
      }
    },
  };
}

const server = await startServer(readConfig(process.env), {
  clock,
  wrapTransport: watched,
  ...(ownNames && { lookUpName: rebindingNames() }),
});
const stop = (): void => {
  server.stop().finally(() => process.exit(0));
};
process.once('SIGTERM', stop);
if (process.channel) process.once('disconnect', stop);
