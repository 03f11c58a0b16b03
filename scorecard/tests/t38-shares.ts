/** How many of the calls of each native operation got past the validation of T38's own making. */
import { type Findings, type Setup, sized } from '../contract.ts';
import type { Answer } from '../rig/http.ts';
import type { Endpoint } from './t38-calls.ts';

/** Fewer calls say little about a share. */
const judgedMin = 30;
const shareMin = 1 / 3;

interface Sent {
  readonly endpoint: Endpoint;
  readonly answer: Answer;
}

/** Of what the caller got wrong; all other codes are told by what lies behind. */
const ofForm = [
  ...['invalid_parameter', 'missing_parameter', 'invalid_credentials', 'method_not_allowed'],
  'internal',
];

function isPast({ status, json }: Answer): boolean {
  return (
    (status >= 200 && status < 300) || (status > 0 && 'code' in json && !ofForm.includes(json.code))
  );
}

/** Notes the shares; a fuzz whose calls are nearly all refused for their form is no proof. */
export function judgeShares(
  sent: readonly Sent[],
  setup: Pick<Setup, 'size' | 'log'>,
  findings: Findings,
): void {
  const byOperation = Map.groupBy(sent, ({ endpoint }) => endpoint.operationId);
  byOperation.delete(undefined);
  const shares = [...byOperation]
    .map(([operationId, calls]) => ({
      operationId,
      calls: calls.length,
      share: calls.filter(({ answer }) => isPast(answer)).length / calls.length,
    }))
    .sort((left, right) => left.share - right.share);
  const lines = shares.map(
    ({ operationId, calls, share }) => `${operationId} ${percent(share)} of ${calls}`,
  );
  for (const line of sized(setup, { short: 0, usual: 1, full: 1 }) ? lines : []) setup.log(line);
  for (const { operationId, calls, share } of shares) {
    findings.expect(
      calls < judgedMin || share >= shareMin,
      `only ${percent(share)} of ${calls} calls of ${operationId} got past validation`,
    );
  }
  const [lowest, highest] = [shares[0]?.share ?? 0, shares.at(-1)?.share ?? 0];
  findings.figure(
    `${shares.length} native operations, past validation ${percent(lowest)} (${shares[0]?.operationId}) to ${percent(highest)}`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
