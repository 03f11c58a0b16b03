/**
 * What an operator does in the console, by the console's own HTTP: make an application, change its
 * settings. Tests that need other settings than the sandbox's work on an application of their own.
 */
import { inject } from 'vitest';
import { type JsonObject, parseObject, send } from './http.ts';

/** A signed-in operator; the global set-up uses up the one-time link of the first start. */
export interface OperatorSession {
  readonly cookie: string;
  readonly csrf: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    operator: OperatorSession;
  }
}

export interface TestApplication {
  readonly id: number;
  readonly apiKey: string;
  /** What tokens call it by. */
  readonly wireId: string;
  readonly apiSecret: string;
  readonly signatureSecret: string;
  /** As the legacy APIs take them, ready to be spread into parameters. */
  readonly keys: { readonly api_key: string; readonly api_secret: string };
  readonly settings: JsonObject;
}

export async function createApplication(
  kind: 'sandbox' | 'live' = 'sandbox',
  settings: JsonObject = {},
): Promise<TestApplication> {
  const created = await callAdmin('POST', '/admin/applications', { name: `Test ${kind}`, kind });
  // The admin API's documented answer; its types are generated and tested elsewhere.
  const { application, apiSecret, signatureSecret } = created as {
    application: { id: number; apiKey: string; wireId: string; settings: JsonObject };
    apiSecret: string;
    signatureSecret: string;
  };
  if (Object.keys(settings).length > 0) await changeSettings(application.id, settings);
  const { id, apiKey, wireId } = application;
  return {
    id,
    apiKey,
    wireId,
    apiSecret,
    signatureSecret,
    keys: { api_key: apiKey, api_secret: apiSecret },
    settings: { ...application.settings, ...settings },
  };
}

export async function changeSettings(id: number, settings: JsonObject): Promise<void> {
  await callAdmin('PATCH', `/admin/applications/${id}`, { settings });
}

/** A call of the console's own API as the signed-in operator. */
export async function callAdmin(method: string, path: string, body?: unknown): Promise<JsonObject> {
  const { cookie, csrf } = inject('operator');
  const answer = await send({
    method,
    path,
    headers: { cookie, 'x-countersign-csrf': csrf, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return parseObject(answer.text);
}
