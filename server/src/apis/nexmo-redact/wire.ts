/** The wire of redaction. Choices where the vendor is silent: docs/compatibility/nexmo-account.md. */
import type { RedactOutcome, RedactRequest } from '../../history/redact/redact-message.ts';
import type { Parameters } from '../classic/parameters.ts';
import { ResourceProblem } from '../classic/serve-resource.ts';

const redactable: Readonly<Record<string, 'message' | 'verification'>> = {
  sms: 'message',
  verify: 'verification',
};
/** Products of the vendor that are not served here. */
const otherProducts = ['voice', 'number-insight', 'verify-sdk', 'messages', 'workflow'];
const idMax = 100;

/** @throws ResourceProblem, PlatformError `missing_parameter` */
export function decodeRedaction(parameters: Parameters): Omit<RedactRequest, 'application'> {
  const id = parameters.required('id');
  const product = parameters.required('product');
  if (otherProducts.includes(product)) {
    throw refusal(403, 'forbidden', 'Authorisation error', 'This product is not provisioned here');
  }
  const what = Object.hasOwn(redactable, product) ? redactable[product] : undefined;
  if (!what) throw refusal(422, 'invalid_parameter', 'Invalid Product', 'There is no such product');
  if (id.length > idMax) throw unknownId();
  if (what === 'verification') return { id, kind: 'verification' };
  const type = parameters.text('type') ?? 'outbound';
  if (type !== 'outbound' && type !== 'inbound') {
    throw refusal(422, 'invalid_parameter', 'Invalid Type', 'It is either inbound or outbound');
  }
  return { id, kind: type };
}

/** @throws ResourceProblem for what was not done. */
export function assertRedacted(outcome: RedactOutcome): void {
  if (outcome === 'not-found') throw unknownId();
  if (outcome === 'too-early') {
    const detail =
      'The message is still under way. Wait until it has ended, 60 minutes at the most';
    throw refusal(403, 'conflict', 'Too early', detail);
  }
}

function unknownId(): ResourceProblem {
  return refusal(404, 'not_found', 'Invalid ID', 'The ID could not be found');
}

function refusal(status: number, code: string, title: string, detail: string): ResourceProblem {
  return new ResourceProblem({ status, code, title, detail });
}
