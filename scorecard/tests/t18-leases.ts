/**
 * T18: a server is killed while it holds a hundred messages; the other one takes them up when the
 * leases run out, in time, and sends nothing too late in a code's life (PRODUCT 6.4).
 */
import pg from 'pg';
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { openNodes } from '../rig/nodes.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { count, instrumentedSources } from '../rig/rig.ts';

const sends = 100;
const lateSends = 20;
const takeOverSecondsMax = 45;
const shortLifeSeconds = 60;
/** Leaves a short-lived code 25 s now and less than its quarter when the leases have run out. */
const advanceSeconds = 35;

export const leases: ScorecardTest = {
  id: 'T18',
  isPatient: true,
  name: 'messages of a killed server are sent by another, none too late',
  async run(_setup, findings) {
    const hanging = {
      sourceDirectory: instrumentedSources,
      env: { SCORECARD_CARRIER_HANGS: 'yes' },
    };
    const nodes = await openNodes([{}, hanging]);
    const db = new pg.Pool({ connectionString: nodes.databaseUrl, max: 2 });
    db.on('error', () => undefined);
    try {
      const [other, victim] = nodes.nodes;
      if (!other || !victim) throw new InvalidRun('Two servers are needed.');
      await hold(victim.api, db);
      await other.api.advance(advanceSeconds);
      await victim.kill();
      await judge(db, findings);
    } finally {
      await db.end();
      await nodes.stop();
    }
  },
};

/** Every message is accepted, leased, and stuck with the carrier of this server. */
async function hold(api: Api, db: pg.Pool): Promise<void> {
  const answers = await inParallel(sends + lateSends, 32, (index) =>
    api.start({
      number: String(447_400_000_000 + index),
      workflow_id: 6,
      pin_expiry: index < sends ? 300 : shortLifeSeconds,
    }),
  );
  const accepted = answers.filter(({ json }) => json.status === '0').length;
  const leased = await count(
    db,
    `select count(*) from dispatches where state = 'due' and leased_until > now() + interval '5 s'`,
  );
  if (accepted !== sends + lateSends || leased !== accepted) {
    throw new InvalidRun(`${accepted} accepted and ${leased} leased of ${sends + lateSends}.`);
  }
}

async function judge(db: pg.Pool, findings: Findings): Promise<void> {
  const startedAt = performance.now();
  const sentOf = (comparison: string): Promise<number> =>
    count(
      db,
      `select count(*) from handset_messages h join verifications v on v.id = h.verification_id
       where v.code_life_seconds ${comparison} ${shortLifeSeconds}`,
    );
  const isDone = await eventually(takeOverSecondsMax, async () => (await sentOf('>')) === sends);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  findings.equal(await sentOf('>'), sends, `messages sent within ${takeOverSecondsMax} s`);
  await eventually(10, async () => (await unfinished(db)) === 0);
  findings.equal(await unfinished(db), 0, 'messages still waiting');
  findings.equal(await sentOf('='), 0, 'messages sent too late in the life of their code');
  const late = await count(
    db,
    `select count(*) from handset_messages h
     join verifications v on v.id = h.verification_id
     join live_addresses l on l.verification_id = v.id
     where extract(epoch from l.code_expires_at - h.sent_at) < least(60, v.code_life_seconds / 4.0)`,
  );
  findings.equal(late, 0, 'messages with less life left than allowed');
  const explained = await count(
    db,
    `select count(*) from verification_events where kind = 'message.not_sent'`,
  );
  findings.equal(explained, lateSends, 'events that say why a message was not sent');
  findings.figure(
    `${isDone ? sends : await sentOf('>')} of ${sends} taken over in ${seconds} s, ` +
      `${explained} held back`,
  );
}

function unfinished(db: pg.Pool): Promise<number> {
  return count(db, `select count(*) from dispatches where state = 'due'`);
}
