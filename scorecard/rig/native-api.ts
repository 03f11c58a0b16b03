/** Requests of an application to the native API. */
import { InvalidRun } from '../contract.ts';
import { type Api, basicOf } from './api.ts';
import type { Answer, Json } from './http.ts';

export interface NativeApi {
  call(method: string, path: string, body?: Json): Promise<Answer>;
  /** Its id. @throws InvalidRun when it does not begin. */
  begin(to: string): Promise<string>;
  /** An endpoint's id and secret. @throws InvalidRun when it is refused. */
  tell(url: string, eventTypes?: readonly string[]): Promise<{ id: string; secret: string }>;
}

export function openNative({ http, credentials }: Api): NativeApi {
  const authorization = basicOf(credentials);
  const call: NativeApi['call'] = (method, path, body) =>
    http.send({
      method,
      path: `/v1${path}`,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const make = async (path: string, body: Json): Promise<Json> => {
    const { status, json, text } = await call('POST', path, body);
    if (status !== 201) throw new InvalidRun(`POST /v1${path} was refused: ${text}`);
    return json;
  };
  return {
    call,
    begin: async (to) => String((await make('/verifications', { to, brand: 'Acme' })).id),
    tell: async (url, eventTypes) => {
      const made = await make('/webhooks', { url, ...(eventTypes && { event_types: eventTypes }) });
      return { id: String(made.id), secret: String(made.secret) };
    },
  };
}
