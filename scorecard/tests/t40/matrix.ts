/** What T40 tries on each route: how a tenant says who it is, and where an id of somebody's goes. */
import { sampleBodies } from '../../../server/src/apis/v1/reference/samples.ts';
import { basicOf } from '../../rig/api.ts';
import type { Call } from '../../rig/http.ts';
import type { KnownRoute } from './routes.ts';

/** Names of things: of another tenant, or of nobody. */
export interface Ids {
  readonly verification: string;
  readonly message: string;
  readonly template: string;
  readonly fragment: string;
  readonly workflow: string;
  readonly challenge: string;
  readonly webhook: string;
  readonly delivery: string;
  readonly campaign: string;
  readonly key: string;
  readonly number: string;
  readonly apiKey: string;
}

export interface Tenant {
  readonly apiKey: string;
  readonly apiSecret: string;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Probe {
  /** `basic`: JSON under Basic; `parameters`: key and secret among the fields; `token`: authToken. */
  readonly as: 'basic' | 'parameters' | 'token' | 'nobody';
  fields(ids: Ids): Fields;
}

/** By path; a path that is not here (nor of the native or the admin API) fails the test. */
const probes: Readonly<Record<string, Probe>> = {
  '/account/get-balance': parameters(),
  '/account/settings': parameters(() => ({ moCallBackUrl: '' })),
  '/account/top-up': parameters(() => ({ trx: 'of-tenant-b' })),
  '/account/get-pricing/outbound/:product': parameters(() => ({ country: 'GB' })),
  '/account/get-full-pricing/outbound/:product': parameters(),
  '/account/get-prefix-pricing/outbound/:product': parameters(() => ({ prefix: '44' })),
  '/account/get-phone-pricing/outbound/:product': parameters(({ number }) => ({ phone: number })),
  '/account/get-pricing/outbound': parameters(() => ({ country: 'GB' })),
  '/accounts/:apiKey/secrets': basic(() => ({ secret: 'Abcdefgh1' })),
  '/accounts/:apiKey/secrets/:secretId': basic(),
  '/conversions/:kind': parameters(({ message }) => ({ 'message-id': message, delivered: 'true' })),
  '/v1/redact/transaction': basic(({ message }) => ({
    id: message,
    product: 'sms',
    type: 'outbound',
  })),
  '/search/message': parameters(({ message }) => ({ id: message })),
  '/search/messages': parameters(({ message }) => ({ ids: message })),
  '/search/rejections': parameters(() => ({ date: '2026-11-21' })),
  '/sc/us/2fa/:format': parameters(({ number }) => ({ to: number, pin: '471108' })),
  '/sc/us/alert/:format': parameters(({ number }) => ({ to: number })),
  '/sc/us/marketing/:format': parameters(({ number }) => ({ to: number, text: 'Hello' })),
  '/sc/us/2fa/opt-in/query/:format': parameters(),
  '/sc/us/alert/opt-in/query/:format': parameters(),
  '/sc/us/marketing/opt-in/query/:format': parameters(),
  '/sc/us/2fa/opt-in/manage/:format': parameters(({ number }) => ({ msisdn: number })),
  '/sc/us/alert/opt-in/manage/:format': parameters(({ number }) => ({ msisdn: number })),
  '/sc/us/marketing/opt-in/manage/:format': parameters(({ number }) => ({ msisdn: number })),
  '/sms/:format': parameters(({ number }) => ({ from: 'ACME', to: number, text: 'Hello' })),
  '/verify/:format': parameters(({ number }) => ({ number, brand: 'Acme' })),
  '/verify/psd2/:format': parameters(({ number }) => ({ number, payee: 'Acme', amount: '1' })),
  '/verify/check/:format': parameters(({ verification }) => ({
    request_id: compact(verification),
    code: '864209',
  })),
  '/verify/search/:format': parameters(({ verification }) => ({
    request_id: compact(verification),
  })),
  '/verify/control/:format': parameters(({ verification }) => ({
    request_id: compact(verification),
    cmd: 'cancel',
  })),
  '/verify/network-unblock': basic(() => ({ network: '23410', duration: 60 })),
  '/verify/ping': nobody(),
  '/auth/v1/authentication/token': token(() => ({ scope: 'NEW' })),
  '/verification/v3/send': token(send),
  '/verification/v2/verification/send': token(send),
  '/send': token(send),
  '/verification/v3/validateOtp': token(validate),
  '/verification/v2/verification/validateOtp': token(validate),
  '/verification/v3/validate': token(validate),
  '/verification/v2/verification/validate': token(validate),
  '/validate': token(validate),
  '/v2/verify': basic(({ number }) => ({
    brand: 'Acme',
    workflow: [{ channel: 'sms', to: number }],
  })),
  '/v2/verify/:requestId': basic(() => ({ code: '864209' })),
  '/v2/verify/:requestId/silent-auth/redirect': basic(),
  '/v2/verify/:requestId/next_workflow': basic(),
  '/v2/verify/:requestId/next-workflow': basic(),
  '/v2/verify/templates': basic(() => ({ name: 'of-b-too' })),
  '/v2/verify/templates/:templateId': basic(() => ({ name: 'of-b' })),
  '/v2/verify/templates/:templateId/template_fragments': basic(() => ({
    channel: 'sms',
    locale: 'en-us',
    text: '${code}',
  })),
  '/v2/verify/templates/:templateId/template_fragments/:fragmentId': basic(() => ({
    text: '${code}',
  })),
  '/v2/verify/template_variables': basic(),
  '/v2/verify/template_variables/:variableId': basic(),
  '/v2/verify/network-unblock': basic(() => ({ network: '23410', duration: 60 })),
  // Whoever has the address of such a page may see it: it belongs to a person, not to a tenant.
  '/c/:token': nobody(),
  '/v1/sandbox/network/authorise': nobody(),
  '/v1/openapi.json': nobody(),
  '/docs': nobody(),
  '/docs/style.css': nobody(),
  '/docs/errors': nobody(),
  '/docs/errors/:code': nobody(),
  '/docs/compatibility': nobody(),
  '/docs/compatibility/:page': nobody(),
  '/healthz': nobody(),
  '/readyz': nobody(),
  '/metrics': nobody(),
};

function compact(id: string): string {
  return id.replaceAll('-', '');
}

function send({ number }: Ids): Fields {
  const mobileNumber = number.slice(2);
  return { countryCode: '44', mobileNumber, flowType: 'SMS', otpLength: '4' };
}

/** The end of an id as a number: what this dialect calls a verification by. */
function validate({ verification }: Ids): Fields {
  const verificationId = String(Number.parseInt(compact(verification).slice(-13), 16));
  return { verificationId, code: '864209' };
}

function basic(fields: Probe['fields'] = () => ({})): Probe {
  return { as: 'basic', fields };
}
function parameters(fields: Probe['fields'] = () => ({})): Probe {
  return { as: 'parameters', fields };
}
function token(fields: Probe['fields']): Probe {
  return { as: 'token', fields };
}
function nobody(): Probe {
  return { as: 'nobody', fields: () => ({}) };
}

/** Parameters of paths, by their names. */
const paramsOf: Readonly<Record<string, (ids: Ids) => string>> = {
  verification_id: ({ verification }) => verification,
  requestId: ({ verification }) => verification,
  challenge_id: ({ challenge }) => challenge,
  message_id: ({ message }) => message,
  template_id: ({ template }) => template,
  templateId: ({ template }) => template,
  fragment_id: ({ fragment }) => fragment,
  fragmentId: ({ fragment }) => fragment,
  name: ({ workflow }) => workflow,
  webhook_id: ({ webhook }) => webhook,
  delivery_id: ({ delivery }) => delivery,
  campaign_id: ({ campaign }) => campaign,
  key_id: ({ key }) => key,
  secretId: ({ key }) => key,
  apiKey: ({ apiKey }) => apiKey,
  number: ({ number }) => number,
  format: () => 'json',
  product: () => 'sms',
  kind: () => 'sms',
  variableId: () => 'code',
  code: () => 'conflict',
  page: () => 'nexmo-verify',
  token: () => 'x'.repeat(43),
};

/** Filters of lists: another tenant's word finds nothing. */
const queries: Readonly<Record<string, (ids: Ids) => Fields>> = {
  listVerifications: ({ number }) => ({ to: number }),
  listMessages: ({ number }) => ({ to: number }),
  listHandsetMessages: ({ number }) => ({ to: number }),
  listOptOuts: ({ number }) => ({ number }),
  listConsentEntries: ({ number }) => ({ number }),
  exportConsentEntries: ({ number }) => ({ number }),
};

/** Why a route cannot be tried; undefined when it can. */
export function whatIsMissing(route: KnownRoute): string | undefined {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const unknown = names.find((name) => !(name in paramsOf));
  if (unknown !== undefined) return `no id for :${unknown}`;
  if (!route.operation) return route.path in probes ? undefined : 'no probe';
  const { body, operationId } = route.operation;
  return body && !sampleBodies[operationId] ? 'no sample of its body' : undefined;
}

export function pathOf(pattern: string, ids: Ids): string {
  return pattern.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent((paramsOf[name] ?? (() => '1'))(ids)),
  );
}

/** Of a route that is not of the native API. */
export function probeOf(route: KnownRoute): Probe {
  return route.dialect === 'admin' ? basic() : (probes[route.path] as Probe);
}

export function callOf(route: KnownRoute, ids: Ids, tenant: Tenant): Call {
  const path = pathOf(route.path, ids);
  if (route.operation) return nativeCall(route, path, ids, tenant);
  const probe = probeOf(route);
  const fields = probe.fields(ids);
  const { method } = route;
  switch (probe.as) {
    case 'parameters': {
      const given = { api_key: tenant.apiKey, api_secret: tenant.apiSecret, ...fields };
      return { method, path: withQuery(path, given) };
    }
    case 'token': {
      const secret = Buffer.from(tenant.apiSecret).toString('base64');
      const given = { customerId: tenant.apiKey, key: secret, ...fields };
      const headers = { authtoken: `${tenant.apiKey}:${tenant.apiSecret}` };
      return {
        ...jsonCall(method, withQuery(path, given), given, {}),
        headers: jsonHeaders(headers),
      };
    }
    case 'basic':
      return jsonCall(method, path, fields, { authorization: basicOf(tenant) });
    case 'nobody':
      return { method, path };
  }
}

const sampleId = '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92';

function nativeCall(route: KnownRoute, path: string, ids: Ids, tenant: Tenant): Call {
  const { operationId = '', body } = route.operation ?? {};
  const query = queries[operationId]?.(ids) ?? {};
  const id = operationId.startsWith('report') ? ids.message : ids.verification;
  const sample = JSON.stringify(sampleBodies[operationId] ?? {})
    .replaceAll(sampleId, id)
    .replaceAll('+14155550123', `+${ids.number}`)
    .replaceAll('447400000001', ids.number)
    .replaceAll('048713', '864209')
    .replaceAll('c-1', `carrier-${ids.workflow}`);
  const headers = { authorization: basicOf(tenant) };
  const target = withQuery(path, query);
  if (!body) return { method: route.method, path: target, headers };
  return jsonCall(route.method, target, JSON.parse(sample) as Fields, headers);
}

function jsonCall(
  method: string,
  path: string,
  fields: Fields,
  headers: Readonly<Record<string, string>>,
): Call {
  if (method === 'GET') return { method, path, headers };
  return { method, path, headers: jsonHeaders(headers), body: JSON.stringify(fields) };
}

function jsonHeaders(headers: Readonly<Record<string, string>>) {
  return { ...headers, 'content-type': 'application/json' };
}

function withQuery(path: string, fields: Fields): string {
  const text = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === '' ? path : `${path}?${text}`;
}
