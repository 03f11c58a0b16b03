/**
 * How Verify v2 says no: problem documents with `type`, `title`, `detail` and `instance`, all four
 * always. Statuses, titles and texts are the vendor's; the type is a page of ours whose fragment
 * keeps the vendor's code (docs/compatibility/vonage-verify-v2.md).
 */
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest, ApiResponse, HttpFault } from '../contract.ts';

export interface InvalidParameter {
  readonly name: string;
  readonly reason: string;
}

const table = {
  'invalid-code': [400, 'Invalid Code', 'The code you provided does not match the expected value.'],
  'bad-request': [400, 'Bad Request', 'The request cannot be read.'],
  unauthorized: [401, 'Unauthorized', 'You did not provide correct credentials'],
  'jwt-expired': [401, 'You did not provide correct credentials.', 'The JWT provided has expired.'],
  'low-balance': [
    402,
    'Low balance',
    'This request could not be performed due to your account balance being low.',
  ],
  forbidden: [403, 'Forbidden', 'Your account does not have permission to perform this action.'],
  blocked: [403, 'Forbidden', 'The number you are trying to verify is blocked for verification.'],
  'not-found': [404, 'Not Found', 'There is no such resource.'],
  'request-not-found': [404, 'Not Found', 'Request was not found or it has been verified already.'],
  'template-not-found': [404, 'Not Found', 'Template was not found.'],
  'template-fragment-not-found': [404, 'Not Found', 'Template Fragment was not found.'],
  'variable-not-found': [404, 'Not Found', 'Template variable was not found'],
  'no-block': [404, 'Not Found', 'The network you provided does not have an active block.'],
  'method-not-allowed': [405, 'Method Not Allowed', 'This resource does not take this method.'],
  concurrent: [409, 'Conflict', 'Concurrent verifications to the same number are not allowed.'],
  'no-code': [409, 'Conflict', 'The current Verify workflow step does not support a code.'],
  'no-events': [409, 'Conflict', 'There are no more events left to trigger.'],
  conflict: [
    409,
    'Conflict',
    'The operation cannot be performed at this time. Please try again later.',
  ],
  'msisdn-error': [409, 'Conflict', 'Device MSISDN does not match.'],
  'network-error': [409, 'Conflict', 'IP Address does not resolve to a cellular device.'],
  'template-exists': [409, 'Conflict', 'A template with this name already exists'],
  'max-templates': [409, 'Conflict', 'An account can only have a maximum of 10 custom templates'],
  'not-empty-template': [
    409,
    'Conflict',
    'The template is not empty and cannot be deleted. Please delete its fragments first',
  ],
  'default-template': [
    409,
    'Conflict',
    'The default template cannot be deleted. Please make another template the default first',
  ],
  'fragment-exists': [
    409,
    'Conflict',
    'A template fragment for this channel and locale already exists',
  ],
  'max-fragments': [409, 'Conflict', 'A template can only have a maximum of 200 fragments'],
  expired: [
    410,
    'Invalid Code',
    'An incorrect code has been provided too many times. Workflow terminated.',
  ],
  'precondition-failed': [
    412,
    'Network not supported',
    'Device number does not resolve to a supported Mobile Network Operator.',
  ],
  'silent-auth-failed': [
    412,
    'Silent authentication failed',
    'The silent auth verification cannot be initiated',
  ],
  'payload-too-large': [413, 'Payload Too Large', 'The body is too large.'],
  'invalid-params': [422, 'Invalid params', 'The value of one or more parameters is invalid.'],
  'invalid-sender': [422, 'Invalid sender', 'The `from` parameter is invalid.'],
  throttled: [429, 'Rate Limit Hit', 'Please wait, then retry your request'],
  'internal-error': [
    500,
    'Internal error',
    'There was an error processing your request in the Platform.',
  ],
  unavailable: [503, 'Service unavailable', 'Please wait, then retry your request'],
} as const satisfies Record<string, readonly [status: number, title: string, detail: string]>;

export type ProblemCode = keyof typeof table;
export const problemCodes = Object.keys(table) as readonly ProblemCode[];

export interface ProblemExtras {
  readonly detail?: string;
  readonly invalid?: readonly InvalidParameter[];
  /** Further members, such as the `request_id` of a running request. */
  readonly members?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number | undefined;
}

/** A refusal in the words of the wire. */
export class WireProblem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;
  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(code);
    this.name = 'WireProblem';
    this.code = code;
    this.extras = extras;
  }
}

const typeBase = '/docs/compatibility/vonage-verify-v2';

function problemAnswer(
  { code, extras }: Pick<WireProblem, 'code' | 'extras'>,
  instance: string,
): ApiResponse {
  const [status, title, detail] = table[code];
  const { invalid, members, retryAfterSeconds } = extras;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer, Basic realm="Countersign"' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `${typeBase}#${code}`,
      title,
      detail: extras.detail ?? detail,
      instance,
      ...(invalid && { invalid_parameters: invalid }),
      ...members,
    }),
  };
}

/** Every code of the core in this wire; a new code does not compile until it has its row. */
const codeOf: Record<ErrorCode, ProblemCode> = {
  missing_parameter: 'invalid-params',
  invalid_parameter: 'invalid-params',
  invalid_template: 'invalid-params',
  invalid_credentials: 'unauthorized',
  forbidden: 'forbidden',
  not_found: 'not-found',
  conflict: 'conflict',
  rate_limited: 'throttled',
  sandbox_only: 'forbidden',
  unroutable: 'invalid-params',
  barred: 'blocked',
  opted_out: 'blocked',
  quota_exceeded: 'low-balance',
  unavailable: 'unavailable',
};

const notFound: Readonly<Record<string, ProblemCode>> = {
  template: 'template-not-found',
  fragment: 'template-fragment-not-found',
  network: 'no-block',
};

/** Names of the core in the wire's own: the address of a verification is its first channel's `to`. */
const parameterNames: Readonly<Record<string, readonly [name: string, member?: string]>> = {
  number: ['workflow[0]', 'to'],
  to: ['workflow[0]', 'to'],
};

function toWireProblem(error: WireProblem | PlatformError): WireProblem {
  if (error instanceof WireProblem) return error;
  const { parameter = 'body', reason, retryAfterSeconds } = error.publicDetail;
  switch (error.code) {
    case 'invalid_credentials':
      return new WireProblem(reason === 'expired' ? 'jwt-expired' : 'unauthorized');
    case 'not_found':
      return new WireProblem(notFound[parameter] ?? 'not-found');
    case 'conflict':
      return new WireProblem(isProblemCode(reason) ? reason : 'conflict');
    case 'rate_limited':
      return new WireProblem('throttled', { retryAfterSeconds: retryAfterSeconds ?? 1 });
    case 'barred':
      // Our own word beside the vendor's: a challenge that the subscriber passes would open the way.
      return new WireProblem(
        'blocked',
        reason === 'challenge' ? { members: { reason: 'challenge' } } : {},
      );
    case 'unroutable':
      if (parameter === 'sender') {
        return new WireProblem('invalid-sender', {
          invalid: [{ name: 'from', reason: why(error) }],
        });
      }
      break;
  }
  if (parameter.startsWith('api_')) return new WireProblem('unauthorized');
  const code = codeOf[error.code];
  if (code !== 'invalid-params') return new WireProblem(code);
  const [name = parameter, member] = parameterNames[parameter] ?? [];
  const said = why(error);
  return new WireProblem(code, {
    invalid: [{ name, reason: member ? `\`${member}\` ${said}` : said }],
  });
}

function why({ code, publicDetail: { reason } }: PlatformError): string {
  if (code === 'unroutable') return `cannot be reached${reason ? `: ${reason}` : ''}`;
  return reason ?? (code === 'missing_parameter' ? 'is required' : 'is invalid');
}

function isProblemCode(text: string | undefined): text is ProblemCode {
  return text !== undefined && Object.hasOwn(table, text);
}

const faults: Record<HttpFault, ProblemCode> = {
  'not-found': 'not-found',
  'method-not-allowed': 'method-not-allowed',
  'body-too-large': 'payload-too-large',
  'malformed-request': 'bad-request',
  unavailable: 'unavailable',
  internal: 'internal-error',
};

/** As the vendor's gateway: reading or replacing what can only be posted or deleted is 404. */
export function refuse(
  fault: HttpFault,
  { id, method }: Pick<ApiRequest, 'id' | 'method'>,
): ApiResponse {
  const isUnknown = fault === 'method-not-allowed' && (method === 'GET' || method === 'PUT');
  const code = isUnknown ? 'not-found' : faults[fault];
  const extras = fault === 'unavailable' ? { retryAfterSeconds: 1 } : {};
  return problemAnswer({ code, extras }, id);
}

/** Runs a handler and phrases expected errors; the rest is the server's business. */
export async function withProblems(
  request: Pick<ApiRequest, 'id'>,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  try {
    return await work();
  } catch (error) {
    const isExpected =
      error instanceof WireProblem ||
      (error instanceof PlatformError && error.code !== 'unavailable');
    if (!isExpected) throw error;
    return problemAnswer(toWireProblem(error), request.id);
  }
}
