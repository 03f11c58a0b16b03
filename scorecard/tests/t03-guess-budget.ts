/**
 * T03, attacks A02 and A03: neither a new request, a resend, another channel, another secret of the
 * application nor another spelling of the number buys more than twenty wrong codes; then the address
 * is locked, for twice as long each time (PRODUCT 6.2).
 */
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { inParallel } from '../rig/parallel.ts';
import type { Rig, RunningServer } from '../rig/rig.ts';
import { count, runCommand } from '../rig/rig.ts';
import { comparisons } from './t01-parallel-guesses.ts';

const budget = 20;
const rounds = 200;
const code = '135790';
const wrongCode = '000000';
const lockMinutes = 15;
const cancelSeconds = 31;

interface Attack {
  readonly rig: Rig;
  readonly spellings: readonly string[];
  /** Both secrets on both servers. */
  readonly apis: readonly Api[];
}

export const guessBudget: ScorecardTest = {
  id: 'T03',
  name: 'an address has twenty wrong codes, whatever is tried',
  async run(setup, findings) {
    const rig = await setup.shared.open();
    const attack = openAttack(rig);
    const before = await comparisons(rig);
    const requests = await guessOn(attack, findings);
    const compared = (await comparisons(rig)) - before;
    findings.equal(compared, budget, 'comparisons before the lock');
    await judgeLock(attack, requests.last, findings);
    await waitOut(attack, findings);
    const events = await count(
      rig.db,
      `select count(*) from verification_events where kind = 'address.locked'
         and verification_id = any($1::uuid[])`,
      [requests.all],
    );
    findings.equal(events, 1, 'events "address.locked" of the first lock');
    findings.figure(`${rounds} rounds, ${requests.all.length} requests, ${compared} compared`);
  },
};

function openAttack(rig: Rig): Attack {
  const [server] = rig.servers as [RunningServer];
  const { apiKey } = rig.credentials;
  const { apiSecret } = runCommand<{ apiSecret: string }>(
    server,
    'applications',
    'issue-secret',
    '1',
  );
  const local = rig.nextNumber().slice(2);
  const [a, b, c] = [local.slice(0, 4), local.slice(4, 7), local.slice(7)];
  return {
    rig,
    apis: rig.apis.flatMap((api) => [api, api.as({ apiKey, apiSecret })]),
    spellings: [
      `44${local}`,
      `+44${local}`,
      `0044${local}`,
      `+44 ${a} ${b}${c}`,
      `44-${a}-${b}-${c}`,
      `+44(${a})${b}.${c}`,
      `(44) ${a} ${b} ${c}`,
      ` +44 ${a}${b}${c} `,
      `+44.${a}.${b}.${c}`,
      `+44 (0)${a} ${b}${c}`,
    ],
  };
}

/** Starts anew, resends, switches the channel, cancels; guesses wherever it is allowed to. */
async function guessOn(
  attack: Attack,
  findings: Findings,
): Promise<{ all: string[]; last: string }> {
  const all: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const api = attack.apis[round % attack.apis.length] as Api;
    const number = attack.spellings[round % attack.spellings.length] as string;
    const started = await api.start({ number, pin_code: code, workflow_id: (round % 7) + 1 });
    if (started.json.status !== '0') {
      // A spelling that is refused (3) buys nothing either; all others meet the lock.
      const isExpected = started.json.status === '7' || started.json.status === '3';
      findings.expect(isExpected, `a start was answered ${started.text}`);
      continue;
    }
    const id = started.json.request_id as string;
    all.push(id);
    await guessOne(attack, api, id, round);
  }
  const last = all.at(-1);
  if (!last) throw new InvalidRun('Nothing could be started.');
  return { all: all.map(dashes), last };
}

async function guessOne(attack: Attack, api: Api, id: string, round: number): Promise<void> {
  await api.check(id, wrongCode);
  if (round % 3 === 0) await api.control(id, 'trigger_next_event');
  if (round % 3 === 1) {
    await api.check(id, wrongCode);
    await api.advance(cancelSeconds);
    await api.control(id, 'cancel');
    return;
  }
  // A burst over both servers and both secrets uses up what the request or the address has left.
  await inParallel(40, 40, (index) =>
    (attack.apis[index % attack.apis.length] as Api).check(id, wrongCode),
  );
}

async function judgeLock({ apis, rig, spellings }: Attack, last: string, findings: Findings) {
  const before = await comparisons(rig);
  for (const api of apis) {
    const right = await api.check(last, code);
    findings.expect(/^(17|6)$/.test(right.json.status), `the right code: ${right.text}`);
  }
  for (const number of spellings.slice(0, 9)) {
    const started = await (apis[0] as Api).start({ number });
    findings.equal(started.json.status, '7', 'a start while the address is locked');
  }
  findings.equal(await comparisons(rig), before, 'comparisons while the address is locked');
}

/** The lock passes, one more wrong code doubles it, the right one ends it all. */
async function waitOut({ apis, rig, spellings }: Attack, findings: Findings): Promise<void> {
  const [api] = apis as [Api];
  const [number] = spellings as [string];
  const start = () => api.start({ number, pin_code: code });
  // The last guesses may have moved the clock, and the machine may be slow.
  const slackSeconds = 60;
  for (const factor of [1, 2, 4]) {
    const seconds = lockMinutes * 60 * factor;
    await api.advance(seconds - slackSeconds);
    findings.equal((await start()).json.status, '7', `a start before lock ${factor} has passed`);
    await api.advance(slackSeconds);
    const started = await start();
    findings.equal(started.json.status, '0', `a start after lock ${factor} has passed`);
    if (factor === 4) {
      const right = await api.check(started.json.request_id, code);
      findings.equal(right.json.status, '0', 'the right code after the locks');
      continue;
    }
    const before = await comparisons(rig);
    const wrong = await api.check(started.json.request_id, wrongCode);
    findings.equal(wrong.json.status, '17', 'the one wrong code after a lock');
    const again = await api.check(started.json.request_id, code);
    findings.equal(again.json.status, '17', 'the right code in the next lock');
    findings.equal((await comparisons(rig)) - before, 1, 'comparisons between two locks');
  }
}

function dashes(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
