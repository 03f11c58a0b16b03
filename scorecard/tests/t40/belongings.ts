/** What tenant A has: one of everything that has an id, and words nobody else may ever read. */
import { InvalidRun } from '../../contract.ts';
import { basicOf } from '../../rig/api.ts';
import type { Answer, HttpClient, Json } from '../../rig/http.ts';
import { eventually } from '../../rig/parallel.ts';
import type { Ids, Tenant } from './matrix.ts';

export interface Belongings {
  readonly ids: Ids;
  /** Words that stand in A's rows and in no answer to anybody else. */
  readonly canaries: readonly string[];
}

export function asTenant(http: HttpClient, tenant: Tenant) {
  return (method: string, path: string, body?: Json): Promise<Answer> =>
    http.send({
      method,
      path: `/v1${path}`,
      headers: { authorization: basicOf(tenant), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
}

const numbers = { verification: '447401000001', message: '447401000002', other: '447401000003' };
const words = { reference: 'canary-reference', text: 'canary-text', brand: 'Canary' };

export async function acquire(http: HttpClient, tenant: Tenant): Promise<Belongings> {
  const call = asTenant(http, tenant);
  const made = async (path: string, body: Json): Promise<Json> => {
    const { status, json, text } = await call('POST', path, body);
    if (status !== 201) throw new InvalidRun(`POST ${path} answered ${status}: ${text}`);
    return json;
  };
  const webhook = await made('/webhooks', { url: 'http://127.0.0.1:9/canary-hook' });
  const { reference, text, brand } = words;
  const verification = await made('/verifications', {
    ...{ to: `+${numbers.verification}`, brand, reference, code: '864209' },
  });
  const message = await made('/messages', { to: `+${numbers.message}`, text, reference });
  const template = await made('/templates', { name: 'canary-template' });
  const fragment = await made(`/templates/${template.id}/fragments`, {
    ...{ channel: 'sms', locale: 'en-us', text: 'canary-text ${code}' },
  });
  const challenge = await made('/challenges', {
    ...{ to: `+${numbers.other}`, subject: 'canary-subject', purpose: 'sign-in', brand },
    return_url: 'https://canary.example/',
  });
  await call('PUT', '/workflows/canary-workflow', { steps: [{ channel: 'sms' }] });
  await call('PUT', `/opt-outs/${numbers.other}`, { evidence: { text: 'canary-evidence' } });
  const [key] = (await call('GET', '/keys')).json.items as Json[];
  const [campaign] = (await call('GET', '/campaigns')).json.items as Json[];
  return {
    ids: {
      verification: verification.id as string,
      message: message.id as string,
      template: template.id as string,
      fragment: fragment.id as string,
      workflow: 'canary-workflow',
      challenge: challenge.id as string,
      webhook: webhook.id as string,
      delivery: await firstDelivery(call),
      campaign: String(campaign?.id),
      key: String(key?.id),
      number: numbers.verification,
      apiKey: tenant.apiKey,
    },
    // But for the number that the others are given to try.
    canaries: [numbers.message, numbers.other, ...Object.values(words), 'canary', tenant.apiKey],
  };
}

async function firstDelivery(call: ReturnType<typeof asTenant>): Promise<string> {
  let id: string | undefined;
  const isThere = await eventually(20, async () => {
    id = (await call('GET', '/webhook-deliveries')).json.items?.[0]?.id;
    return id !== undefined;
  });
  if (!isThere || id === undefined) throw new InvalidRun('no webhook was owed for the events');
  return id;
}

/** As A's, and nobody's. The number is a valid one that nobody has been written to. */
export const nothing: Ids = {
  verification: '01a1fd84-30fa-7cce-abf1-000000000001',
  message: '01a1fd84-30fa-7cce-abf1-000000000002',
  template: '3f5e5f1c-7d58-4b0e-9df5-000000000003',
  fragment: '3f5e5f1c-7d58-4b0e-9df5-000000000004',
  workflow: 'missing-workflow',
  challenge: '01a1fd84-30fa-7cce-abf1-000000000005',
  webhook: '01a1fd84-30fa-7cce-abf1-000000000006',
  delivery: '01a1fd84-30fa-7cce-abf1-000000000007',
  campaign: '999999',
  key: '999999',
  number: '447401000009',
  apiKey: 'deadbeef',
};
