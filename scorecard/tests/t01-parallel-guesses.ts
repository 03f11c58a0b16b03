/**
 * T01, attack A01: a thousand wrong codes at once over two servers buy exactly as many comparisons
 * as the limit (three a PIN in this dialect, docs/security.md), and the right code comes too late.
 */
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import { dashed } from '../rig/api.ts';
import { countBy, eventually, inParallel, tally } from '../rig/parallel.ts';
import type { Rig } from '../rig/rig.ts';

const guesses = 1_000;
const connections = 100;
const limit = 3;

const ways = [
  { channel: 'sms', workflow: 6 },
  { channel: 'voice', workflow: 7 },
] as const;

export const parallelGuesses: ScorecardTest = {
  id: 'T01',
  name: 'a thousand parallel guesses cost exactly the limit',
  async run(setup, findings) {
    const rig = await setup.shared.open();
    for (const way of ways) await guess(rig, way, findings);
  },
};

async function guess(rig: Rig, way: (typeof ways)[number], findings: Findings): Promise<void> {
  const { requestId, code } = await startAndRead(rig, way.workflow);
  const before = await comparisons(rig);
  const answers = await inParallel(guesses, connections, (index) => {
    const wrong = String((Number(code) + 1 + index) % 10_000).padStart(4, '0');
    return api(rig, index).check(requestId, wrong);
  });
  const statuses = countBy(answers, ({ status, json }) => `${status} ${json.status}`);
  const late = await api(rig, 0).check(requestId, code);
  const compared = (await comparisons(rig)) - before;
  const expected = { '200 16': limit - 1, '200 17': 1, '200 6': guesses - limit };
  for (const [status, times] of Object.entries(expected)) {
    findings.equal(statuses.get(status) ?? 0, times, `${way.channel}: answers "${status}"`);
  }
  findings.equal(late.json.status, '6', `${way.channel}: the right code afterwards`);
  findings.equal(compared, limit, `${way.channel}: code_comparisons_total of both servers`);
  const { rows } = await rig.db.query('select status from verifications where id = $1', [
    dashed(requestId),
  ]);
  findings.equal(rows[0]?.status, 'failed', `${way.channel}: state of the verification`);
  findings.figure(`${way.channel}: ${guesses} guesses, ${compared} compared (${tally(statuses)})`);
}

export function api(rig: Rig, index: number): Rig['apis'][number] {
  return rig.apis[index % rig.apis.length] as Rig['apis'][number];
}

export async function comparisons(rig: Rig): Promise<number> {
  const counts = await Promise.all(rig.apis.map((one) => one.metric('code_comparisons_total')));
  return counts.reduce((total, one) => total + one, 0);
}

/** Starts a verification and reads its code off the handset. */
export async function startAndRead(
  rig: Rig,
  workflow: number,
): Promise<{ requestId: string; code: string; number: string }> {
  const number = rig.nextNumber();
  const started = await api(rig, 0).start({ number, workflow_id: workflow });
  let code: string | null | undefined;
  const isThere = await eventually(20, async () => {
    code = (await api(rig, 0).messages(number))[0]?.code;
    return code !== null && code !== undefined;
  });
  if (started.json.status !== '0' || !isThere || !code) {
    throw new InvalidRun(`No code arrived for ${number}: ${started.text}`);
  }
  return { requestId: started.json.request_id, code, number };
}
