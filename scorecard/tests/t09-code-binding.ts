/**
 * T09: a code is good for its own request and nothing else: not for another person's, not for the
 * same person's earlier or later one, not for another application's; and nobody checks a request of
 * another application, even with the right code.
 */
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { inParallel } from '../rig/parallel.ts';
import { type Rig, type RunningServer, runCommand } from '../rig/rig.ts';

const people = 250;
const width = 24;

interface Request {
  readonly id: string;
  readonly code: string;
}

/** One person's requests: an earlier one that was cancelled, the live one, and the other tenant's. */
interface Person {
  readonly number: string;
  readonly earlier: Request;
  readonly live: Request;
  readonly foreign: Request;
}

export const codeBinding: ScorecardTest = {
  id: 'T09',
  name: 'a code is good for its own request only',
  async run(setup, findings) {
    const rig = await setup.shared.open();
    const [own] = rig.apis as [Api];
    const other = otherTenant(rig, own);
    const everybody = await openAll(rig, own, other);
    await tryAll(own, other, everybody, findings);
  },
};

function otherTenant(rig: Rig, api: Api): Api {
  const [server] = rig.servers as [RunningServer];
  return api.as(
    runCommand<{ apiKey: string; apiSecret: string }>(server, 'applications', 'create', 'Other'),
  );
}

/** Codes are all different, so that none fits by chance. */
async function openAll(rig: Rig, own: Api, other: Api): Promise<Person[]> {
  const numbers = Array.from({ length: people }, () => rig.nextNumber());
  const open = (api: Api, first: number): Promise<Request[]> =>
    inParallel(people, width, async (index) => {
      const code = String(first + index);
      const started = await api.start({ number: numbers[index], pin_code: code, workflow_id: 6 });
      if (started.json.status !== '0') throw new InvalidRun(`A start: ${started.text}`);
      return { id: started.json.request_id as string, code };
    });
  const earlier = await open(own, 100_000);
  await own.advance(31);
  await inParallel(people, width, (index) => own.control((earlier[index] as Request).id, 'cancel'));
  const live = await open(own, 200_000);
  const foreign = await open(other, 300_000);
  return numbers.map((number, index) => ({
    number,
    earlier: earlier[index] as Request,
    live: live[index] as Request,
    foreign: foreign[index] as Request,
  }));
}

async function tryAll(
  own: Api,
  other: Api,
  everybody: readonly Person[],
  findings: Findings,
): Promise<void> {
  let combinations = 0;
  const refuse = async (api: Api, request: Request, code: string, what: string): Promise<void> => {
    combinations += 1;
    const { json } = await api.check(request.id, code);
    findings.expect(json.status !== '0' && json.status !== undefined, `${what}: ${json.status}`);
  };
  await inParallel(people, width, async (index) => {
    const person = everybody[index] as Person;
    const neighbour = everybody[(index + 1) % people] as Person;
    // Requests that are over or another's are refused without being counted on this one.
    await refuse(own, person.earlier, person.live.code, 'a later code on an earlier request');
    await refuse(own, person.earlier, person.earlier.code, 'a cancelled request with its own code');
    await refuse(other, person.live, person.live.code, 'the right code by another application');
    // Two wrong codes each: the third place is for the right one.
    const [first, second] = [
      [person.earlier.code, 'an earlier code of the same number'],
      [neighbour.live.code, "another number's code"],
      [person.foreign.code, "another application's code for the same number"],
      [neighbour.foreign.code, "another application's code for another number"],
    ].slice((index % 2) * 2) as [[string, string], [string, string]];
    await refuse(own, person.live, ...first);
    await refuse(own, person.live, ...second);
    const right = await own.check(person.live.id, person.live.code);
    findings.equal(right.json.status, '0', 'the right code on its own request');
    const foreign = await other.check(person.foreign.id, person.foreign.code);
    findings.equal(foreign.json.status, '0', "the other application's own code");
    await refuse(own, person.live, person.live.code, 'a code that was used already');
  });
  findings.figure(
    `${combinations} combinations refused or reported, ${people * 2} right ones taken`,
  );
}
