/** Events as the library of Standard Webhooks verifies them, unmodified. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { type RawAnswer, send } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { type Delivery, Receiver } from '../support/receiver.ts';
import { waitFor } from '../support/sandbox.ts';
import { basicAuthorization } from '../support/server.ts';

function call({ keys }: TestApplication, path: string, body: object): Promise<RawAnswer> {
  return send({
    method: 'POST',
    path: `/v1${path}`,
    headers: {
      authorization: basicAuthorization(keys.api_key, keys.api_secret),
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
}
async function begin(application: TestApplication): Promise<string> {
  const body = { to: freshNumber(), brand: 'Acme' };
  return JSON.parse((await call(application, '/verifications', body)).text).id;
}
/** The first that tells of a verification. */
const toldOf = (receiver: Receiver, id: string): Promise<Delivery> =>
  waitFor(`an event of ${id}`, () => receiver.deliveries.find(({ body }) => body.includes(id)));
const verified = (secret: string, { body, headers }: Delivery) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

test('every event is verified, and refused with another secret, body, id or time', async () => {
  await using receiver = await Receiver.open();
  const application = await createApplication('sandbox');
  const made = await call(application, '/webhooks', { url: receiver.url('/events') });
  expect(made.status, made.text).toBe(201);
  const { secret } = JSON.parse(made.text);
  await begin(application);
  const deliveries = await receiver.waitFor(2);
  for (const delivery of deliveries) {
    expect(verified(secret, delivery)).toMatchObject({ id: delivery.headers['webhook-id'] });
  }
  const [first] = deliveries as [Delivery];
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const changed = (headers: object) => ({ ...first, headers: { ...first.headers, ...headers } });
  for (const [key, delivery] of [
    [other, first],
    [secret, { ...first, body: `${first.body} ` }],
    [secret, changed({ 'webhook-id': 'evt_0' })],
    [secret, changed({ 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 301) })],
  ] as const) {
    expect(() => verified(key, delivery)).toThrow(WebhookVerificationError);
  }
});

test('while a secret is replaced both verify; told to end at once, only the new one', async () => {
  await using receiver = await Receiver.open();
  const application = await createApplication('sandbox');
  const { text } = await call(application, '/webhooks', { url: receiver.url('/events') });
  const { id, secret: first } = JSON.parse(text);
  const rotate = async (overlap_seconds: number): Promise<string> => {
    const answer = await call(application, `/webhooks/${id}/rotate-secret`, { overlap_seconds });
    return JSON.parse(answer.text).secret;
  };
  const second = await rotate(3_600);
  const early = await toldOf(receiver, await begin(application));
  for (const secret of [first, second]) verified(secret, early);
  const third = await rotate(0);
  const late = await toldOf(receiver, await begin(application));
  verified(third, late);
  expect(() => verified(second, late)).toThrow(WebhookVerificationError);
});
