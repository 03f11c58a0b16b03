/**
 * Our server as `npm start` brings it up, with its default configuration, on the bench's database.
 * The one difference: after the virtual handset took a message, its code goes to the sink as well.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { readConfig } from '../../server/src/config.ts';
import { startServer } from '../../server/src/startup/start-server.ts';
import type { OpenTransport } from '../../server/src/transports/contract.ts';
import { connectCodeSink, type TellCode } from './code-sink.ts';
import { serveChild } from './served-child.ts';

await serveChild(async (options) => {
  const sink = await connectCodeSink(options.sinkPort);
  const port = await findFreePort();
  const config = readConfig({
    COUNTERSIGN_PORT: String(port),
    COUNTERSIGN_DATA_DIR: options.directory,
    DATABASE_URL: options.databaseUrl,
  });
  const server = await startServer(config, {
    wrapTransport: (_name, transport) => tellCodes(transport, sink.tell),
  });
  return { port, credentials: readCredentials(options.directory), stop: () => server.stop() };
});

function tellCodes(transport: OpenTransport, tell: TellCode): OpenTransport {
  return {
    send: async (message) => {
      const handOver = await transport.send(message);
      // The wire shows the id without dashes.
      if (message.code !== null) tell(message.verificationId.replaceAll('-', ''), message.code);
      return handOver;
    },
  };
}

function readCredentials(directory: string): { apiKey: string; apiSecret: string } {
  const text = readFileSync(path.join(directory, 'sandbox.json'), 'utf8');
  const { apiKey, apiSecret } = JSON.parse(text) as { apiKey: string; apiSecret: string };
  return { apiKey, apiSecret };
}

/** The configuration wants a port of its own choosing: the server prints it in its links. */
function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => (port ? resolve(port) : reject(new Error('no free port'))));
    });
  });
}
