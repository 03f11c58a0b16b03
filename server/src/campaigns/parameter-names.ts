/**
 * Which `${name}` of a campaign's text a caller can fill in. The short-code APIs take every parameter
 * of a request under its own name, so a name that means something to them is never a text's
 * (docs/compatibility/nexmo-alerts.md).
 */

/** Taken by the wire of the two-factor, alert and marketing APIs. */
const wireNames: ReadonlySet<string> = new Set([
  'api_key',
  'api_secret',
  'sig',
  'timestamp',
  'to',
  'pin',
  'client-ref',
  'client_ref',
  'callback',
  'status-report-req',
  'status_report_req',
  'template',
  'type',
  'client-address',
  'client_address',
  'challenge-passed',
]);

const lengthMax = 40;

/** Whether what a caller sends under a name can stand in a text. */
export function isFillable(name: string): boolean {
  return name.length <= lengthMax && !wireNames.has(name);
}
