/** The requests of an application as the tests make them: the classic wires and the sandbox. */
import { type Answer, type HttpClient, type Json, openHttpClient } from './http.ts';

export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export function basicOf({ apiKey, apiSecret }: Credentials): string {
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}

type Fields = Readonly<Record<string, string | number | undefined>>;

export interface Api {
  readonly http: HttpClient;
  readonly credentials: Credentials;
  /** The same server with another key or secret. */
  as(credentials: Credentials): Api;
  start(fields: Fields): Promise<Answer>;
  check(requestId: string, code: string): Promise<Answer>;
  search(requestId: string): Promise<Answer>;
  control(requestId: string, command: 'cancel' | 'trigger_next_event'): Promise<Answer>;
  twoFactor(fields: Fields): Promise<Answer>;
  messages(to: string): Promise<SandboxMessage[]>;
  /** Moves everything pending of the application that many seconds closer. */
  advance(seconds: number): Promise<Answer>;
  /** Value of a counter of this process; labels are summed. */
  metric(name: string): Promise<number>;
}

export interface SandboxMessage {
  readonly id: string;
  readonly channel: string;
  readonly to: string;
  readonly text: string;
  readonly code: string | null;
  readonly verificationId: string | null;
  readonly sentAt: string;
}

export function openApi(
  baseUrl: string,
  credentials: Credentials,
  options?: { connectionsMax?: number; timeoutMilliseconds?: number },
): Api {
  return bind(openHttpClient(baseUrl, options), credentials);
}

function bind(http: HttpClient, credentials: Credentials): Api {
  const { apiKey, apiSecret } = credentials;
  const post = (path: string, fields: Fields): Promise<Answer> =>
    http.send({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form({ api_key: apiKey, api_secret: apiSecret, ...fields }),
    });
  const sandbox = (method: string, path: string, body?: Json): Promise<Answer> =>
    http.send({
      method,
      path: `/v1/sandbox${path}`,
      headers: { authorization: basicOf(credentials), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  return {
    http,
    credentials,
    as: (other) => bind(http, other),
    start: (fields) => post('/verify/json', { brand: 'Acme', ...fields }),
    check: (request_id, code) => post('/verify/check/json', { request_id, code }),
    search: (request_id) => post('/verify/search/json', { request_id }),
    control: (request_id, cmd) => post('/verify/control/json', { request_id, cmd }),
    twoFactor: (fields) => post('/sc/us/2fa/json', fields),
    messages: async (to) => (await sandbox('GET', `/messages?to=${to}`)).json.messages ?? [],
    advance: (seconds) => sandbox('POST', '/clock/advance', { seconds }),
    metric: async (name) => sum((await http.send({ path: '/metrics' })).text, name),
  };
}

function form(fields: Fields): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function sum(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** 32 hexadecimal characters to the form the database shows. */
export function dashed(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
