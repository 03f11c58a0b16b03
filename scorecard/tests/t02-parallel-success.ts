/**
 * T02, attack A01: a hundred right codes at once over two servers make one success, one event, one
 * charge.
 */
import type { ScorecardTest } from '../contract.ts';
import { dashed } from '../rig/api.ts';
import { countBy, inParallel, tally } from '../rig/parallel.ts';
import { count } from '../rig/rig.ts';
import { api, startAndRead } from './t01-parallel-guesses.ts';

const submissions = 100;
/** Who meets whom in one batch differs from round to round. */
const rounds = 25;

export const parallelSuccess: ScorecardTest = {
  id: 'T02',
  name: 'a hundred parallel right codes succeed once',
  async run(setup, findings) {
    const rig = await setup.shared.open();
    const statuses: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { requestId, code } = await startAndRead(rig, 6);
      const answers = await inParallel(submissions, submissions, (index) =>
        api(rig, index).check(requestId, code),
      );
      const given = answers.map(({ status, json }) => `${status} ${json.status}`);
      const counts = countBy(given, (one) => one);
      statuses.push(...given);
      findings.equal(counts.get('200 0') ?? 0, 1, 'answers "verified"');
      findings.equal(counts.get('200 6') ?? 0, submissions - 1, 'answers "verified already"');
      const id = dashed(requestId);
      const events = await count(
        rig.db,
        `select count(*) from verification_events
         where verification_id = $1 and kind = 'verification.verified'`,
        [id],
      );
      const audits = await count(
        rig.db,
        `select count(*) from audit_entries where subject = $1 and action = 'challenge.verified'`,
        [id],
      );
      const { rows } = await rig.db.query('select status from verifications where id = $1', [id]);
      findings.equal(rows[0]?.status, 'verified', 'state of the verification');
      findings.equal(events, 1, 'events "verification.verified"');
      findings.equal(audits, 1, 'audit entries of the success');
    }
    findings.figure(`${rounds} rounds: ${tally(countBy(statuses, (one) => one))}`);
  },
};
