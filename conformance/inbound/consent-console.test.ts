/** The console's room Consent by its HTTP: numbers masked, evidence asked for, acts audited. */
import { expect, inject, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { CODE, freshInbound, tell } from '../support/carrier.ts';
import { type JsonObject, parseObject, send, viaForm } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { messageOf, PATH } from '../support/two-factor.ts';

type Answer = JsonObject & { readonly status: number; readonly items: readonly JsonObject[] };

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const { cookie, csrf } = inject('operator');
  const answer = await send({
    method,
    path: `/admin${path}`,
    headers: { cookie, 'x-countersign-csrf': csrf, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { ...parseObject(answer.text), status: answer.status } as Answer; // fields are asserted
}
async function statusOfSend(application: TestApplication, to: string): Promise<string> {
  const answer = await send(viaForm(PATH, { ...application.keys, to, pin: '471108' }));
  return messageOf(answer).status;
}

test('a number is opted in again from its row, with evidence, and the ledger says by whom', async () => {
  const application = await createApplication();
  const number = freshUsNumber();
  await tell('inbound', freshInbound({ from: number, text: 'STOP' }), application);
  const rooms = `/applications/${application.id}`;
  const { items } = await call('GET', `${rooms}/opt-outs?state=opted_out`);
  expect(items).toMatchObject([{ sender: CODE, isOptedOut: true, optedInAt: null }]);
  expect(JSON.stringify(items)).not.toContain(number);
  const standing = String(items[0]?.id);
  const text = 'On the phone: please send me the codes again';
  expect(
    await call('POST', `${rooms}/consent-entries`, { change: 'opt-in', standing, text }),
  ).toMatchObject({ status: 200, isNew: true });
  expect(await statusOfSend(application, number)).toBe('0');
  const ledger = await call('GET', `${rooms}/consent-entries?standing=${standing}`);
  expect(ledger.items).toMatchObject([
    { change: 'opt-in', source: 'console', actor: expect.stringMatching(/^operator:/), text },
    { change: 'opt-out', source: 'message', actor: 'subscriber', text: 'STOP' },
  ]);
  expect(JSON.stringify(ledger)).not.toContain(number);
  const audit = await call('GET', '/audit?limit=20');
  expect(audit.items).toContainEqual(
    expect.objectContaining({
      action: 'subscriber.opted_in',
      applicationId: application.id,
      actor: expect.stringMatching(/^operator:/),
    }),
  );
});

test('a number is opted out by what the person said elsewhere', async () => {
  const application = await createApplication();
  const number = freshUsNumber();
  const body = { change: 'opt-out', number: `+${number}`, sender: '*', text: 'asked by email' };
  const path = `/applications/${application.id}/consent-entries`;
  expect(await call('POST', path, body)).toMatchObject({ status: 200, isNew: true });
  expect(await statusOfSend(application, number)).toBe('102');
});

test.each([
  ['no evidence', { change: 'opt-in', number: '14155550123' }],
  ['hardly any evidence', { change: 'opt-in', number: '14155550123', text: 'ok' }],
  ['nobody named', { change: 'opt-in', text: 'they agreed' }],
  ['no number', { change: 'opt-in', number: 'somebody', text: 'they agreed' }],
  ['a row that is none', { change: 'opt-in', standing: 'x', text: 'they agreed' }],
  ['a change that is none', { change: 'help', number: '14155550123', text: 'they agreed' }],
])('with %s nothing is changed', async (_name, body) => {
  const application = await createApplication();
  const path = `/applications/${application.id}`;
  const answer = await call('POST', `${path}/consent-entries`, body);
  expect([400, 422]).toContain(answer.status);
  expect((await call('GET', `${path}/consent-entries`)).items).toEqual([]);
});

test('another application’s row is not found', async () => {
  const [application, other] = [await createApplication(), await createApplication()];
  await tell('inbound', freshInbound({ text: 'STOP' }), application);
  const { items } = await call('GET', `/applications/${application.id}/opt-outs`);
  const body = { change: 'opt-in', standing: items[0]?.id, text: 'they agreed' };
  const path = `/applications/${other.id}/consent-entries`;
  expect(await call('POST', path, body)).toMatchObject({ status: 404 });
});
