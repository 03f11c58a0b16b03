import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { texts as german } from '../../../../sdk/src/browser/languages/de.ts';
import { texts as english } from '../../../../sdk/src/browser/languages/en.ts';
import { basicOf, type Credentials } from '../../../test-support/basic.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { freshNumber } from '../../../test-support/workbench.ts';
import { sql } from '../../db/client.ts';
import { testApi } from '../contract.suite.ts';
import { createHostedPages } from './routes.ts';

testApi(() => createHostedPages(createUnreachableCore()), {
  path: '/c/a-token',
  isPage: true,
  expectShape({ headers, body }) {
    expect(headers?.['content-security-policy']).toContain("default-src 'none'");
    expect(String(body)).toContain('This page is no longer valid.');
  },
});

let scene: TestApp;
let other: Credentials;
beforeAll(async () => {
  scene = await createTestApp();
  other = await scene.create('sandbox');
});
afterAll(() => scene.close());

const returnUrl = 'https://shop.example/back?from=sign-in';

async function backEnd(path: string, body: object, as: Credentials = scene) {
  const answer = await scene.app.http.inject({
    method: 'POST',
    url: path,
    payload: body,
    headers: { authorization: basicOf(as) },
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function begin(changes: object = {}) {
  const to = freshNumber();
  const { status, body } = await backEnd('/v1/challenges', {
    ...{ to, subject: 'ada', purpose: 'sign-in', brand: 'Acme <b>', return_url: returnUrl },
    ...{ channels: ['sms', 'voice'], state: 'xyz', ...changes },
  });
  return { status, body, to, path: new URL(body.url ?? 'http://none/', 'http://none').pathname };
}

/** What the page without script says that went wrong. */
function alertOf(html: string): string | undefined {
  return /<p id="problem" role="alert"[^>]*>([^<]*)</.exec(html)?.[1]?.trim();
}

/** The code as the phone shows it, as soon as it has arrived. */
async function codeOf(to: string): Promise<string> {
  for (let tries = 0; tries < 500; tries += 1) {
    const messages = await scene.app.core.handset.list({
      applicationId: scene.application.id,
      limit: 50,
    });
    const found = messages.find((message) => message.to === to);
    if (found?.code) return found.code;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no message arrived');
}

function view(path: string, headers: Record<string, string> = {}) {
  return scene.app.http.inject({ method: 'GET', url: path, headers });
}

function press(path: string, form: Record<string, string>) {
  return scene.app.http.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

/** Types the right code and reads what the person is sent back with. */
async function pass(begun: Awaited<ReturnType<typeof begin>>) {
  const answer = await press(begun.path, { action: 'check', code: await codeOf(begun.to) });
  expect(answer.statusCode).toBe(303);
  return new URL(String(answer.headers.location));
}

const confirm = (id: string, changes: object, as = other) =>
  backEnd(`/v1/challenges/${id}/confirm`, { subject: 'ada', purpose: 'sign-in', ...changes }, as);

describe('the page', () => {
  test('says where the code went, masked, and nothing that was not made harmless', async () => {
    const { path, to } = await begin();
    const { body, headers, statusCode } = await view(path);
    expect(statusCode).toBe(200);
    expect(body).toContain('Acme &lt;b&gt;');
    expect(body).not.toContain(to);
    expect(body).toContain(to.slice(-2));
    expect(body).not.toContain(await codeOf(to));
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toContain(
      "form-action 'self' https://shop.example;",
    );
  });

  test.each([
    ['ar', 'rtl', 'متابعة'],
    ['de-AT', 'ltr', 'Weiter'],
    ['xx, ja;q=0.5', 'ltr', '続ける'],
    ['', 'ltr', 'Continue'],
  ])('speaks %s', async (language, direction, word) => {
    const { path } = await begin();
    const { body } = await view(path, { 'accept-language': language });
    expect(body).toContain(`dir="${direction}"`);
    expect(body).toContain(word);
  });

  test.each(['x', '..%2f', 'A'.repeat(43), 'A'.repeat(90)])('no token %s', async (token) => {
    for (const answer of [await view(`/c/${token}`), await press(`/c/${token}`, { code: '1' })]) {
      expect(answer.statusCode).toBe(404);
    }
  });

  test('colour and picture are the application’s, and the words on the colour can be read', async () => {
    const painted = await scene.create('sandbox', {
      hostedPage: { colour: '#ffe000', logo: 'https://cdn.example/logo.svg' },
    });
    const { body } = await backEnd(
      '/v1/challenges',
      {
        ...{ to: freshNumber(), subject: 'a', purpose: 'p', brand: 'Acme' },
        return_url: returnUrl,
      },
      painted,
    );
    const shown = await view(new URL(body.url, 'http://none').pathname);
    expect(shown.body).toContain('--accent: #ffe000; --ink: #000');
    expect(shown.headers['content-security-policy']).toContain('img-src https://cdn.example;');
  });
});

describe('the way back', () => {
  test('a right code leads back with a result that is good once, for its subject and purpose', async () => {
    const begun = await begin();
    const back = await pass(begun);
    expect(back.origin + back.pathname).toBe('https://shop.example/back');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      ...{ from: 'sign-in', status: 'passed', state: 'xyz', challenge_id: begun.body.id },
    });
    const result = back.searchParams.get('result') ?? '';
    const wrong = [
      confirm(begun.body.id, { result, subject: 'eve' }, scene),
      confirm(begun.body.id, { result, purpose: 'payment' }, scene),
      confirm(begun.body.id, { result: `${result}x` }, scene),
      confirm(begun.body.id, { result: 'made.up' }, scene),
      confirm(begun.body.id, { result, status: 'passed' }, scene),
    ];
    for (const { status } of await Promise.all(wrong)) expect(status).toBe(422);
    expect((await confirm(begun.body.id, { result })).status).toBe(404);
    const tries = await Promise.all(
      Array.from({ length: 50 }, () => confirm(begun.body.id, { result }, scene)),
    );
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(tries.filter(({ status }) => status === 409)).toHaveLength(49);
    expect((await view(begun.path)).statusCode).toBe(410);
  });

  test('a code is taken in the digits of another script, with what people put between', async () => {
    const begun = await begin();
    const arabic = (await codeOf(begun.to)).replace(/\d/g, (digit) =>
      String.fromCodePoint(0x0660 + Number(digit)),
    );
    const code = `${arabic.slice(0, 3)} – ${arabic.slice(3)}`;
    expect((await press(begun.path, { code })).statusCode).toBe(303);
  });

  test('the result of another challenge of the same person is refused', async () => {
    const [one, two] = [await begin(), await begin()];
    const result = (await pass(one)).searchParams.get('result') ?? '';
    await pass(two);
    expect((await confirm(two.body.id, { result }, scene)).status).toBe(422);
  });

  test('of fifty right codes one leads back; an answer that got lost can be asked for again', async () => {
    const begun = await begin();
    const code = await codeOf(begun.to);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => press(begun.path, { code })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 303)).toHaveLength(1);
    const lost = new URL(
      String(answers.find(({ statusCode }) => statusCode === 303)?.headers.location),
    ).searchParams.get('result');
    expect((await view(begun.path)).body).toContain('Confirmed.');
    const again = await press(begun.path, { action: 'continue' });
    const result = new URL(String(again.headers.location)).searchParams.get('result') ?? '';
    expect((await confirm(begun.body.id, { result: lost }, scene)).status).toBe(409);
    expect((await confirm(begun.body.id, { result }, scene)).status).toBe(200);
  });

  test('without the right code nothing leads back: five wrong ones, later steps first, extra fields', async () => {
    const begun = await begin();
    expect((await press(begun.path, { action: 'continue' })).statusCode).toBe(200);
    for (let tries = 0; tries < 4; tries += 1) {
      const { body, statusCode } = await press(begun.path, {
        ...{ code: '000000', verified: '1', status: 'passed' },
      });
      expect(statusCode).toBe(200);
      expect(body).toContain('That code is not right.');
    }
    expect((await press(begun.path, { code: '000000' })).statusCode).toBe(410);
    expect((await press(begun.path, { code: await codeOf(begun.to) })).statusCode).toBe(410);
    const { body } = await scene.app.http
      .inject({
        method: 'GET',
        url: `/v1/challenges/${begun.body.id}`,
        headers: { authorization: basicOf(scene) },
      })
      .then((answer) => ({ body: answer.json() }));
    expect(body).toMatchObject({ status: 'open', passed_at: null });
  });

  test('the code can be sent again and another way, and the person may give up', async () => {
    const begun = await begin();
    const again = await press(begun.path, { action: 'resend' });
    expect(again.body).toContain('A new code was requested.');
    expect((await press(begun.path, { channel: 'voice' })).body).toContain('requested');
    const left = await press(begun.path, { action: 'give-up' });
    const back = new URL(String(left.headers.location));
    expect(back.searchParams.get('status')).toBe('cancelled');
    expect(back.searchParams.has('result')).toBe(false);
    expect((await press(begun.path, { code: await codeOf(begun.to) })).statusCode).toBe(410);
  });

  test.each([
    [['sms', 'email']],
    [['sms', 'nothing']],
    [['silent-auth']],
    [['sms', 'whatsapp-interactive']],
  ])('no page for the channels %j', async (channels) => {
    expect(await begin({ channels })).toMatchObject({
      status: 422,
      body: { parameter: 'channels' },
    });
  });

  test('a code that may not be sent again leaves the page as it was', async () => {
    const begun = await begin();
    const code = await codeOf(begun.to);
    await scene.database.db.query(sql`
      update applications set settings = jsonb_set(settings, '{spendCaps}', '{"hour":"0","day":"0"}')
      where id = ${scene.application.id}`);
    const answer = await press(begun.path, { action: 'resend' });
    await scene.database.db.query(sql`
      update applications set settings = jsonb_set(settings, '{spendCaps}', '{"hour":null,"day":null}')
      where id = ${scene.application.id}`);
    expect(answer.statusCode).toBe(200);
    // Nothing of money, and nothing of wrong codes.
    expect(alertOf(answer.body)).toBe(english.errors.not_sent);
    expect((await press(begun.path, { code })).statusCode).toBe(303);
  });

  test('whoever has asked for too many codes is told to wait', async () => {
    const begun = await begin();
    await scene.database.db.query(sql`
      update live_addresses set sends_max = 1, window_seconds = 600
      where verification_id = ${begun.body.verification_id}::uuid`);
    const answer = await press(begun.path, { action: 'resend' });
    expect(alertOf(answer.body)).toBe(english.errors.too_soon);
  });

  test('a locked address is told so when the code is asked for again, in its own language', async () => {
    const begun = await begin({ locale: 'de-de' });
    await scene.database.db.query(sql`
      update live_addresses set locked_until = now() + interval '1 hour'
      where verification_id = ${begun.body.verification_id}::uuid`);
    const answer = await press(begun.path, { action: 'resend' });
    expect(alertOf(answer.body)).toBe(german.errors.address_locked);
  });

  test('a locked address is told so, and keeps its page', async () => {
    const begun = await begin();
    await scene.database.db.query(sql`
      update live_addresses set locked_until = now() + interval '1 hour'
      where verification_id = ${begun.body.verification_id}::uuid`);
    const answer = await press(begun.path, { code: await codeOf(begun.to) });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('role="alert"');
  });

  test('it is over after its time', async () => {
    const begun = await begin();
    await scene.database.db.query(sql`
      update challenges set expires_at = now() where id = ${begun.body.id}::uuid`);
    expect((await press(begun.path, { code: await codeOf(begun.to) })).statusCode).toBe(410);
  });

  test('a right code whose answer got lost leads nowhere once the page is over', async () => {
    const begun = await begin();
    await pass(begun);
    await scene.database.db.query(sql`
      update challenges set status = 'open', result_hash = null, result_expires_at = null,
        passed_at = null, expires_at = now()
      where id = ${begun.body.id}::uuid`);
    expect((await press(begun.path, { action: 'continue' })).statusCode).toBe(410);
  });

  test.each([
    'http://shop.example/',
    'javascript:alert(1)',
    'https://user:pass@shop.example/',
    'https://shop.example/#result',
    'no address',
    // Marks that a host may hold, and that end a directive of a policy.
    'https://shop;sandbox/',
    'https://shop.example,evil/',
  ])('it does not lead to %s', async (return_url) => {
    expect(await begin({ return_url })).toMatchObject({
      status: 422,
      body: { parameter: 'return_url' },
    });
  });

  test('no token and no result lies in the database in clear', async () => {
    const begun = await begin();
    const result = (await pass(begun)).searchParams.get('result') ?? '';
    const [row] = await scene.database.db.query<{ text: string }>(sql`
      select c::text as text from challenges c where id = ${begun.body.id}::uuid`);
    for (const secret of [begun.path.slice(3), result, 'shop.example']) {
      expect(row?.text).not.toContain(secret);
    }
  });
});
