/**
 * T15: servers are killed at random moments under load and started again. What a client was told
 * stays true, every message is handed over once or (after a kill) twice, every receipt reaches the
 * webhook, and what a client did not learn it learns by asking again.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Findings, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { chanceFrom } from '../rig/chance.ts';
import { openClientLedger } from '../rig/client-ledger.ts';
import { type Nodes, openNodes } from '../rig/nodes.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { openReceiver } from '../rig/receiver.ts';
import { instrumentedSources } from '../rig/rig.ts';
import { type Flow, type FlowRig, runFlow } from './t15-flows.ts';
import { judgeReceipts, judgeStates, judgeSubmissions } from './t15-judgement.ts';

const connections = 32;
const settleSecondsMax = 90;

export const serverKilled: ScorecardTest = {
  id: 'T15',
  isPatient: true,
  name: 'nothing is lost or doubled when servers are killed',
  async run(setup, findings) {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-carrier-'));
    const carrierFile = path.join(folder, 'carrier.log');
    const instrumented = {
      sourceDirectory: instrumentedSources,
      env: { SCORECARD_LEDGER_FILE: carrierFile },
    };
    const receiver = await openReceiver();
    const ledger = openClientLedger();
    const nodes = await openNodes([instrumented, instrumented]);
    const db = new pg.Pool({ connectionString: nodes.databaseUrl, max: 2 });
    db.on('error', () => undefined);
    try {
      const rig: FlowRig = { nodes: nodes.nodes, ledger, callback: receiver.url };
      const { flows, kills } = await runUnderKills(setup, nodes, rig, findings);
      await settle(db, findings);
      await judgeStates(db, flows, findings);
      const carrierLog = readFileSync(carrierFile, 'utf8');
      judgeSubmissions(carrierLog, kills * connections, findings);
      await judgeReceipts(db, flows, receiver.received, findings);
      findings.equal(ledger.counts.unsettled, 0, 'requests whose answer never became known');
      findings.equal([...new Set(ledger.broken)].slice(0, 5), [], 'answers that are an error');
      findings.figure(
        `${ledger.counts.intents} requests, ${ledger.counts.unknown} unknown answers`,
      );
    } finally {
      await db.end();
      await nodes.stop();
      await receiver.close();
      ledger.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function runUnderKills(
  setup: Setup,
  nodes: Nodes,
  rig: FlowRig,
  findings: Findings,
): Promise<{ flows: Flow[]; kills: number }> {
  const total = sized(setup, { short: 300, usual: 2_400, full: 10_000 });
  const kills = sized(setup, { short: 3, usual: 10, full: 20 });
  const chance = chanceFrom(setup.seed);
  const startedAt = performance.now();
  let begun = 0;
  const load = inParallel(total, connections, (index) => {
    begun += 1;
    return runFlow(rig, index, chance);
  });
  const killer = async (): Promise<void> => {
    for (let kill = 1; kill <= kills; kill += 1) {
      await eventually(60, async () => begun >= (kill * total) / (kills + 1), 5);
      await sleep(chance.below(400));
      // The first holds the database, so its death is the harder one; the other's the commoner.
      const victim = nodes.nodes[kill % 3 === 0 ? 0 : 1];
      await victim?.killAndRestart();
    }
  };
  const [flows] = await Promise.all([load, killer()]);
  const seconds = (performance.now() - startedAt) / 1_000;
  findings.figure(`${total} flows, ${kills} kills in ${seconds.toFixed(0)} s`);
  return { flows, kills };
}

/**
 * Until nothing is owed any more: leases of the dead run out, the others take over. A receipt stays
 * parked when its verification had ended before anybody could record the hand-over.
 */
async function settle(db: pg.Pool, findings: Findings): Promise<void> {
  const startedAt = performance.now();
  let owed: object = {};
  const isQuiet = await eventually(
    settleSecondsMax,
    async () => {
      const { rows } = await db.query<Record<string, number>>(
        `select (select count(*)::int from dispatches where state = 'due') as dispatches,
          (select count(*)::int from webhook_deliveries where state = 'due') as webhooks,
          (select count(*)::int from handset_messages where receipts_owed is not null) as receipts,
          (select count(*)::int from parked_receipts p join dispatches d
            on d.message_id = p.message_id) as parked`,
      );
      owed = rows[0] ?? {};
      return Object.values(owed).every((many) => many === 0);
    },
    250,
  );
  findings.expect(isQuiet, `after ${settleSecondsMax} s still owed: ${JSON.stringify(owed)}`);
  findings.figure(`quiet after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
