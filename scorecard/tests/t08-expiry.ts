/**
 * T08, attack A28: a code lives by the database's clock. One second before its end it is taken, one
 * second after it is not, on servers whose own clock is right, ten minutes ahead, ten behind, an hour
 * behind; and nothing gets stuck there.
 */
import pg from 'pg';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { openNodes } from '../rig/nodes.ts';
import { eventually } from '../rig/parallel.ts';
import { count, instrumentedSources } from '../rig/rig.ts';

const lifeSeconds = 120;
const code = '135790';
const allOffsets = [0, 600, -600, -3_600];
const shortOffsets = [0, 600, -3_600];

export const expiry: ScorecardTest = {
  id: 'T08',
  name: "a code lives by the database's clock alone",
  async run(setup, findings) {
    const offsets = setup.size === 'short' ? shortOffsets : allOffsets;
    const nodes = await openNodes(
      offsets.map((offset) => ({
        sourceDirectory: instrumentedSources,
        env: { SCORECARD_CLOCK_OFFSET_SECONDS: String(offset) },
      })),
    );
    const db = new pg.Pool({ connectionString: nodes.databaseUrl, max: 2 });
    db.on('error', () => undefined);
    try {
      const apis = nodes.nodes.map(({ api }) => api);
      const rounds = await tryAll(setup, apis, offsets, findings);
      await judgeStuck(apis[0] as Api, db, findings);
      findings.figure(`clocks off by ${offsets.join(', ')} s; ${rounds} rounds on each pair`);
    } finally {
      await db.end();
      await nodes.stop();
    }
  },
};

let numbers = 0;

/** Started on one clock, checked on another: each pair, a second before and after the end. */
async function tryAll(
  setup: Setup,
  apis: readonly Api[],
  offsets: readonly number[],
  findings: Findings,
): Promise<number> {
  const rounds = sized(setup, { short: 1, usual: 5, full: 20 });
  for (let round = 0; round < rounds; round += 1) {
    for (const [from, starter] of apis.entries()) {
      for (const [to, checker] of apis.entries()) {
        const pair = `started at ${offsets[from]} s, checked at ${offsets[to]} s`;
        const early = await checkAt(starter, checker, -1);
        findings.equal(early, '0', `a second before its end (${pair})`);
        const late = await checkAt(starter, checker, 1);
        findings.expect(late !== '0', `a second after its end it was taken (${pair})`);
      }
    }
  }
  return rounds;
}

/** Status of the right code that many seconds from the end of its life. */
async function checkAt(starter: Api, checker: Api, seconds: number): Promise<string> {
  const triesMax = 5;
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    numbers += 1;
    const before = performance.now();
    const started = await starter.start({
      number: String(447_400_000_000 + numbers),
      workflow_id: 6,
      pin_expiry: lifeSeconds,
      pin_code: code,
    });
    if (started.json.status !== '0') throw new InvalidRun(`A start was refused: ${started.text}`);
    const moved = await starter.advance(lifeSeconds + seconds);
    if (moved.status !== 200) throw new InvalidRun(`The clock did not move: ${moved.text}`);
    const checked = await checker.check(started.json.request_id, code);
    // The second before its end must not have passed while we asked.
    if (seconds > 0 || performance.now() - before < 900) return checked.json.status;
  }
  throw new InvalidRun('The machine is too slow to ask within a second.');
}

/** Whatever was left behind comes to its end, and every message has gone out. */
async function judgeStuck(api: Api, db: pg.Pool, findings: Findings): Promise<void> {
  await api.advance(3_600);
  const open = (): Promise<number> =>
    count(
      db,
      `select (select count(*) from verifications where status = 'in_progress')
         + (select count(*) from live_addresses where verification_id is not null)
         + (select count(*) from dispatches where state = 'due')
         + (select count(*) from handset_messages where receipts_owed is not null)`,
    );
  await eventually(20, async () => (await open()) === 0, 250);
  findings.equal(await open(), 0, 'things that never came to an end');
  const { rows } = await db.query('select state, count(*)::int from dispatches group by 1');
  const states = rows.map((row) => `${row.state} × ${row.count}`).join(', ');
  const total = await count(db, 'select count(*) from dispatches');
  const sent = await count(db, `select count(*) from handset_messages`);
  const held = await count(db, `select count(*) from dispatches where state = 'not_sent'`);
  findings.equal(sent + held, total, 'messages sent or said not to be');
  findings.figure(`${total} messages: ${states}`);
}
