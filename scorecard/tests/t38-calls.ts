/** The calls T38 bends: each endpoint with a request that would be right. */
import type { Chance } from '../rig/chance.ts';
import type { Call } from '../rig/http.ts';
import { hostileForm, hostileJson, hostileText, hostileValue } from './t38-values.ts';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** How the application says who it is. */
  readonly credentials: 'parameters' | 'basic' | 'auth-token' | 'session';
  /** A value at the edge of what a field may be, where the endpoint says what that is. */
  readonly edge?: (name: string, chance: Chance) => unknown;
  /** Its name in the description, by which the share of calls that get past validation is told. */
  readonly operationId?: string;
  /** A call that fits the description, a new one each time: what lies behind validation is reached. */
  readonly right?: (chance: Chance) => RightCall;
}

export interface RightCall {
  readonly path: string;
  /** Of the body, or of the query of a GET. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const start = {
  number: '447400000001',
  brand: 'Acme',
  country: 'GB',
  sender_id: 'ACME',
  code_length: '4',
  lg: 'en-gb',
  workflow_id: '1',
  pin_expiry: '300',
  next_event_wait: '60',
  pin_code: '1234',
};
const payment = { number: '447400000001', payee: 'Acme', amount: '12.30', lg: 'de-de' };
const check = { request_id: '0'.repeat(32), code: '1234', ip_address: '192.0.2.1' };
const search = { request_id: '0'.repeat(32), request_ids: '0'.repeat(32) };
const control = { request_id: '0'.repeat(32), cmd: 'cancel' };
const token = { customerId: 'C-abcd1234', key: 'c2VjcmV0', scope: 'NEW', country: '44' };
const flow = {
  countryCode: '44',
  mobileNumber: '7400000001',
  flowType: 'SMS,WHATSAPP',
  fallbackTimeoutSeconds: '30',
  otpLength: '6',
  customerId: 'C-abcd1234',
};
const ownText = {
  countryCode: '44',
  mobileNumber: '7400000001',
  flowType: 'SMS',
  type: 'SMS',
  senderId: 'ACME',
  message: 'Hello',
  messageType: 'TRANSACTION',
};
const validation = { verificationId: '1', code: '1234', flowType: 'SMS', langId: 'en' };
const message = {
  to: '447400000001',
  pin: '1234',
  'client-ref': 'ref',
  callback: 'http://127.0.0.1:9/x',
  'status-report-req': '1',
};

export const applicationEndpoints: readonly Endpoint[] = [
  ...both('/verify/json', start),
  ...both('/verify/xml', start),
  ...both('/verify/psd2/json', payment),
  ...both('/verify/check/json', check),
  ...both('/verify/check/xml', check),
  ...both('/verify/search/json', search),
  ...both('/verify/search/xml', search),
  ...both('/verify/control/json', control),
  ...both('/sc/us/2fa/json', message),
  ...both('/sc/us/2fa/xml', message),
  ...both('/sms/json', message),
  ...both('/auth/v1/authentication/token', token),
  at('POST', '/send', flow, 'auth-token'),
  at('POST', '/verification/v3/send', flow, 'auth-token'),
  at('POST', '/verification/v3/send', ownText, 'auth-token'),
  at('POST', '/verification/v2/verification/send', flow, 'auth-token'),
  at('POST', '/validate', validation, 'auth-token'),
  at('GET', '/verification/v3/validateOtp', validation, 'auth-token'),
  at('POST', '/verification/v3/validate', validation, 'auth-token'),
  at('GET', '/verification/v2/verification/validateOtp', validation, 'auth-token'),
  at('POST', '/verify/network-unblock', { network: '23410', duration: 60 }, 'basic'),
];

const application = '/admin/applications/1';
const other = '/admin/applications/999999';

/** What an operator may ask of the console. Nothing here ends the session or the application used. */
export const operatorEndpoints: readonly Endpoint[] = [
  at('GET', '/admin/session', {}, 'session'),
  at('GET', '/admin/channels', {}, 'session'),
  at('GET', '/admin/applications', {}, 'session'),
  at('POST', '/admin/applications', { name: 'x', kind: 'sandbox' }, 'session'),
  at('PATCH', application, { name: 'x', settings: { sender: 'ACME' } }, 'session'),
  at('PATCH', other, { name: 'x' }, 'session'),
  at('GET', `${application}/secrets`, {}, 'session'),
  at('POST', `${other}/secrets`, {}, 'session'),
  at('DELETE', `${application}/secrets/999999`, {}, 'session'),
  at('POST', `${other}/retire`, {}, 'session'),
  at('GET', `${application}/get-started`, {}, 'session'),
  at('GET', `${application}/handset`, { to: '447400000001' }, 'session'),
  at(
    'POST',
    `${application}/handset/replies`,
    { from: '447400000001', to: '98765', text: 'x' },
    'session',
  ),
  at('POST', `${application}/handset/test-verifications`, { number: '447400000001' }, 'session'),
  at('GET', `${application}/verifications`, { q: 'x', status: 'verified', before: '1' }, 'session'),
  at('GET', `${application}/verifications/${'0'.repeat(32)}`, {}, 'session'),
  at('GET', '/admin/audit', { before: '1', actor: 'x' }, 'session'),
  at('GET', '/admin/operators', {}, 'session'),
  at('POST', '/admin/operators', { email: 'a@example.org', name: 'A', role: 'viewer' }, 'session'),
  at('POST', '/admin/operators/999999/links', {}, 'session'),
  at('PUT', '/admin/operators/999999/role', { role: 'viewer' }, 'session'),
  at('DELETE', '/admin/operators/999999', {}, 'session'),
  at('GET', '/admin/account/passkeys', {}, 'session'),
  at('POST', '/admin/account/passkeys/options', {}, 'session'),
  at('POST', '/admin/account/passkeys', { name: 'x', response: { id: 'x' } }, 'session'),
  at('DELETE', '/admin/account/passkeys/999999', {}, 'session'),
  at('PUT', '/admin/account/profile', { name: 'x', email: 'a@example.org' }, 'session'),
  at('POST', '/admin/account/totp', {}, 'session'),
  at('POST', '/admin/account/totp/confirm', { code: '123456' }, 'session'),
  at('DELETE', '/admin/account/sessions/999999', {}, 'session'),
];

/** Open to anybody: signing in. */
export const signInEndpoints: readonly Endpoint[] = [
  at('POST', '/admin/sign-in/link', { token: 'x' }, 'session'),
  at('POST', '/admin/sign-in/password', { email: 'a@example.org', password: 'x' }, 'session'),
  at('POST', '/admin/sign-in/passkey', { id: 'x', response: { id: 'x' } }, 'session'),
  at('POST', '/admin/sign-in/passkey/options', {}, 'session'),
];

function at(
  method: Endpoint['method'],
  path: string,
  fields: Endpoint['fields'],
  credentials: Endpoint['credentials'],
): Endpoint {
  return { method, path, fields, credentials };
}

function both(path: string, fields: Endpoint['fields']): Endpoint[] {
  return [at('GET', path, fields, 'parameters'), at('POST', path, fields, 'parameters')];
}

/** Who calls: an application, an operator's browser, or neither. */
export interface Caller {
  readonly apiKey?: string;
  readonly apiSecret?: string;
  readonly session?: Readonly<Record<string, string>>;
}

/** One right call; or one with some of its values, its form, its path or its headers bent. */
export function bend(endpoint: Endpoint, chance: Chance, caller: Caller): Call {
  // Refused for its form, a call shows little: three of five are right, as far as can be known here.
  if (endpoint.credentials !== 'session' && chance.below(5) < 3) {
    const right = endpoint.right?.(chance) ?? {
      path: endpoint.path,
      fields: withSomebody(endpoint.fields, chance),
    };
    return straight(endpoint, right, whoOf(caller, chance));
  }
  const fields: Record<string, unknown> = { ...endpoint.fields };
  const names = Object.keys(fields);
  const bends = 1 + chance.below(3);
  for (let turn = 0; turn < bends && names.length > 0; turn += 1) {
    const name = chance.pick(names);
    if (chance.below(5) === 0) delete fields[name];
    else if (endpoint.edge && chance.below(2) === 0) fields[name] = endpoint.edge(name, chance);
    else fields[name] = hostileValue(chance);
  }
  for (const name of names) if (fields[name] === undefined) delete fields[name];
  const who = whoOf(caller, chance);
  if (endpoint.credentials === 'parameters') {
    fields.api_key = who.apiKey;
    fields.api_secret = who.apiSecret;
  }
  return { ...bodyOf(endpoint, fields, chance), ...headersOf(endpoint, who, chance) };
}

function whoOf(caller: Caller, chance: Chance): Required<Caller> {
  return {
    apiKey: caller.apiKey ?? chance.pick(['', 'abcd1234', hostileText(chance)]),
    apiSecret: caller.apiSecret ?? 'x',
    session: caller.session ?? { cookie: `session=${'x'.repeat(chance.below(100))}` },
  };
}

/** Many people, so that not every start meets a verification that is running. */
export function withSomebody<Fields extends object>(fields: Fields, chance: Chance): Fields {
  const subscriber = `74001${String(chance.below(100_000)).padStart(5, '0')}`;
  return JSON.parse(JSON.stringify(fields).replaceAll('7400000001', subscriber)) as Fields;
}

function straight(
  { method, credentials }: Endpoint,
  { path, fields }: RightCall,
  { apiKey, apiSecret }: Required<Caller>,
): Call {
  const isForm = credentials === 'parameters';
  const given = isForm ? { api_key: apiKey, api_secret: apiSecret, ...fields } : fields;
  const pairs = Object.entries(given).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const query = new URLSearchParams(pairs).toString();
  const pair = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
  const headers = {
    ...(credentials === 'basic' && { authorization: `Basic ${pair}` }),
    ...(credentials === 'auth-token' && { authtoken: pair }),
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
  };
  if (method === 'GET') return { method, path: query === '' ? path : `${path}?${query}`, headers };
  return { method, path, headers, body: isForm ? query : JSON.stringify(fields) };
}

function bodyOf(
  endpoint: Endpoint,
  fields: Record<string, unknown>,
  chance: Chance,
): Pick<Call, 'method' | 'path' | 'body'> {
  const form = () => hostileForm(chance, fields);
  const path = chance.below(25) === 0 ? bendPath(endpoint.path, chance) : endpoint.path;
  // Neither HEAD, whose answer hides what it did, nor DELETE, which would sign the operator out.
  const other = chance.pick(['PUT', 'PATCH', 'OPTIONS', 'PROPFIND', 'MERGE']);
  const method = chance.below(25) === 0 ? other : endpoint.method;
  if (endpoint.method === 'GET') return { method, path: `${path}?${form()}` };
  const takesForms = endpoint.credentials === 'parameters' || endpoint.credentials === 'auth-token';
  const isForm = takesForms && chance.below(2) === 0;
  const body = isForm
    ? form()
    : chance.below(3) === 0
      ? hostileJson(chance, fields)
      : JSON.stringify(fields);
  return { method, path, body };
}

function bendPath(path: string, chance: Chance): string {
  const tails = [
    '/',
    '//',
    '/..',
    '/%2e%2e',
    '%00',
    '/%zz',
    ';a=b',
    '.json',
    `/${'a'.repeat(3_000)}`,
  ];
  return path + chance.pick(tails);
}

function headersOf(
  endpoint: Endpoint,
  who: Required<Caller>,
  chance: Chance,
): Pick<Call, 'headers'> {
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-7',
    'x',
  ];
  const headers: Record<string, string> = {
    'content-type': chance.pick(types),
    'x-forwarded-for': chance.pick(['127.0.0.1', '::1', 'nonsense', '1.2.3.4, 5.6.7.8']),
  };
  const pair = Buffer.from(`${who.apiKey}:${who.apiSecret}`).toString('base64');
  if (endpoint.credentials === 'basic') {
    headers.authorization = `Basic ${pair}`;
  }
  if (endpoint.credentials === 'auth-token') headers.authtoken = pair;
  if (endpoint.credentials === 'session') Object.assign(headers, who.session);
  if (chance.below(20) === 0) {
    headers.authorization = chance.pick(['Basic', 'Basic !', 'Bearer x', 'Basic Og==']);
  }
  return { headers };
}
