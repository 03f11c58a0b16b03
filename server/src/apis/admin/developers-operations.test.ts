/** The room Developers as operators of each role meet it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, type TestOperator } from '../../../test-support/operators.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';

let scene: TestApp;
let developer: TestOperator;
let viewer: TestOperator;
beforeAll(async () => {
  scene = await createTestApp();
  developer = await signInAs(scene, 'developer');
  viewer = await signInAs(scene, 'viewer');
});
afterAll(() => scene.close());

async function place(kind: 'sandbox' | 'live' = 'sandbox') {
  const { application, apiSecret } = await scene.create(kind);
  return { application, apiSecret, path: `/admin/applications/${application.id}` };
}

test('calls are listed newest first, filtered, paged, and each has its own page', async () => {
  const { application, apiSecret, path } = await place();
  const secret = 'not-the-secret';
  const credentials = `api_key=${application.apiKey}&api_secret=`;
  const call = (url: string) => scene.app.http.inject({ method: 'GET', url });
  await call(`/verify/json?${credentials}${apiSecret}&number=447700900071&brand=Acme`);
  await call(`/verify/check/json?${credentials}${apiSecret}&request_id=abc&code=948213`);
  await call(`/sms/json?${credentials}${secret}&to=447700900071&from=Acme&text=hello`);
  await scene.app.core.apiLog.flush();

  const all = (await viewer.call('GET', `${path}/api-calls`)).body as { items: { id: string }[] };
  const [newest, middle, oldest] = all.items;
  expect(all).toMatchObject({
    next: null,
    dialects: ['nexmo-sms', 'nexmo-verify'],
    items: [
      { dialect: 'nexmo-sms', explanation: { page: '/docs/compatibility/nexmo-sms' } },
      { route: '/verify/check/:format', explanation: { meaning: expect.stringMatching(/^No /) } },
      { route: '/verify/:format', isFailure: false, explanation: null },
    ],
  });
  const refused = (await viewer.call('GET', `${path}/api-calls?failuresOnly=true&limit=1`)).body;
  expect(refused.items).toEqual([newest]);
  const rest = `failuresOnly=true&before=${refused.next}`;
  expect((await viewer.call('GET', `${path}/api-calls?${rest}`)).body.items).toEqual([middle]);
  const verify = (await viewer.call('GET', `${path}/api-calls?dialect=nexmo-verify`)).body;
  expect(verify.items).toHaveLength(2);

  const one = (await viewer.call('GET', `${path}/api-calls/${oldest?.id}`)).body;
  expect(one.parameters).toContainEqual({ name: 'brand', value: 'Acme' });
  expect(one.answer).toContainEqual({ name: 'status', value: '0' });
  const text = JSON.stringify([all, one]);
  for (const hidden of [apiSecret, secret, '948213', '447700900071', 'hello']) {
    expect(text).not.toContain(hidden);
  }
  const other = await place();
  expect((await viewer.call('GET', `${other.path}/api-calls`)).body.items).toEqual([]);
  const theirs = `${other.path}/api-calls/${oldest?.id}`;
  expect((await viewer.call('GET', theirs)).status).toBe(404);
});

async function firstChannel(list: string): Promise<string> {
  const { channels } = (await viewer.call('GET', list)).body as { channels: string[] };
  expect(channels.length).toBeGreaterThan(1);
  return channels[0] as string; // there is more than one
}

test('templates and their texts are made, changed, deleted and audited', async () => {
  const { path } = await place();
  const list = `${path}/templates`;
  const first = (await developer.call('POST', list, { name: 'plain' })).body;
  const second = (await developer.call('POST', list, { name: 'warm' })).body;
  expect([first.isDefault, second.isDefault]).toEqual([true, false]);
  const taken = await developer.call('PATCH', `${list}/${second.id}`, { name: 'plain' });
  expect(taken).toMatchObject({ status: 409, body: { reason: 'template-exists' } });
  await developer.call('PATCH', `${list}/${second.id}`, { isDefault: true });

  const channel = await firstChannel(list);
  const texts = `${list}/${first.id}/fragments`;
  const draft = { channel, locale: 'en_GB', text: 'Hello from ${brand}: ${code}' };
  const text = (await developer.call('POST', texts, draft)).body;
  expect(text).toMatchObject({ channel, locale: 'en-gb' });
  const broken = await developer.call('PATCH', `${texts}/${text.id}`, { text: 'no code' });
  expect(broken.status).toBe(400);
  await developer.call('PATCH', `${texts}/${text.id}`, { text: '${code} is your code' });
  expect((await viewer.call('GET', texts)).body.items).toMatchObject([
    { text: '${code} is your code' },
  ]);
  const full = await developer.call('DELETE', `${list}/${first.id}`);
  expect(full).toMatchObject({ status: 409, body: { reason: 'not-empty-template' } });
  await developer.call('DELETE', `${texts}/${text.id}`);
  await developer.call('DELETE', `${list}/${first.id}`);
  expect((await developer.call('DELETE', `${list}/${second.id}`)).status).toBe(200);

  const owner = await signInAs(scene, 'owner');
  const { items } = (await owner.call('GET', '/admin/audit')).body as {
    items: { action: string; subject: string; actor: string }[];
  };
  const own = items.filter(({ subject }) => subject === first.id);
  expect(own.map(({ action }) => action.replace('template.', ''))).toEqual([
    'deleted',
    'fragment-deleted',
    'fragment-changed',
    'fragment-created',
    'created',
  ]);
  expect(new Set(own.map(({ actor }) => actor))).toEqual(new Set([developer.actor]));
});

test('who may only look changes nothing; a live application is not the developer’s', async () => {
  const { path } = await place();
  const { id } = (await developer.call('POST', `${path}/templates`, { name: 'plain' })).body;
  const [text] = [{ channel: 'x', locale: 'en', text: '${code}' }];
  for (const [method, where, body] of [
    ['POST', '/templates', { name: 'other' }],
    ['PATCH', `/templates/${id}`, { name: 'other' }],
    ['DELETE', `/templates/${id}`, undefined],
    ['POST', `/templates/${id}/fragments`, text],
    ['PATCH', `/templates/${id}/fragments/${id}`, { text: '${code}' }],
    ['DELETE', `/templates/${id}/fragments/${id}`, undefined],
  ] as const) {
    expect([where, (await viewer.call(method, `${path}${where}`, body)).status]).toEqual([
      where,
      403,
    ]);
  }
  const live = await place('live');
  const refused = await developer.call('POST', `${live.path}/templates`, { name: 'plain' });
  expect(refused.status).toBe(403);
});

test('a text is looked at before it is saved', async () => {
  const { path } = await place();
  const channel = await firstChannel(`${path}/templates`);
  const inspect = async (text: string, more: object = {}) => {
    const draft = { channel, locale: 'en', brand: 'Acme', text, ...more };
    return (await viewer.call('POST', `${path}/inspect-fragment`, draft)).body;
  };
  expect((await inspect('${brand}: ${code}')).sample).toMatchObject({ text: 'Acme: 123456' });
  expect((await inspect('${brand}')).errors).toMatchObject([{ code: 'code-missing' }]);
  expect((await inspect('')).errors).toMatchObject([{ code: 'empty' }]);
  expect((await inspect('${code}', { channel: 'telepathy' })).code).toBe('invalid_parameter');
});
