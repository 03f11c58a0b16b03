/** `POST /v2/verify`: what is taken, what each channel is told, and what is refused by name. */
import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { mediaType, send } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { magicNumber, messagesTo, settle, waitForMessages } from '../support/sandbox.ts';
import { basicAuthorization, sandbox } from '../support/server.ts';
import { codeTo, expectProblem, startV2, UUID, v2 } from '../support/verify-v2.ts';

describe('a start', () => {
  test('answers 202 with a UUID alone, and the message carries brand and code', async () => {
    const number = freshNumber();
    const answer = await v2('POST', '', {
      brand: 'Acme Inc',
      workflow: [{ channel: 'sms', to: number }],
    });
    expect(answer.status).toBe(202);
    expect(mediaType(answer.raw)).toBe('application/json');
    expect(answer.body).toEqual({ request_id: expect.stringMatching(UUID) });
    const [message] = await waitForMessages(number);
    expect(message?.text).toContain('Acme Inc');
    expect(message?.code).toMatch(/^\d{4}$/);
    expect(message?.channel).toBe('sms');
  });

  test.each(['/v2/verify', '/v2/verify/', '//v2//verify'])('is taken at %s', async (path) => {
    const answer = await send({
      method: 'POST',
      path,
      headers: { authorization: basicAuthorization(), 'content-type': 'application/json' },
      body: JSON.stringify({
        brand: 'Acme',
        workflow: [{ channel: 'sms', to: freshNumber() }],
      }),
    });
    expect(answer.status, answer.text).toBe(202);
  });

  test.each([
    ['sms', {}],
    ['voice', {}],
    ['whatsapp', { from: '447700400080' }],
    ['rcs', { from: 'AcmeAgent' }],
  ])('reaches the subscriber by %s', async (channel, members) => {
    const to = freshNumber();
    await startV2({ workflow: [{ channel, to, ...members }] });
    const [message] = await waitForMessages(to);
    expect(message?.channel).toBe(channel);
    expect(message?.code).toMatch(/^\d{4}$/);
  });

  test('reaches the subscriber by email', async () => {
    const to = `alice-${freshNumber()}@example.com`;
    await startV2({ workflow: [{ channel: 'email', to, from: 'bob@example.com' }] });
    const [message] = await waitForMessages(to);
    expect(message).toMatchObject({ channel: 'email', from: 'bob@example.com' });
  });

  test('takes every option together, as an SDK sends it', async () => {
    const [number, other] = [freshNumber(), freshNumber()];
    const { id } = await startV2({
      brand: 'ACME',
      locale: 'es-es',
      channel_timeout: 180,
      client_ref: 'myref',
      code_length: 7,
      code: 'e4dR1Qz',
      fraud_check: false,
      workflow: [
        {
          channel: 'sms',
          to: number,
          from: 'ACME',
          entity_id: '1101407360000017170',
          content_id: '1107158078772563946',
          app_hash: 'ABC123def45',
        },
        { channel: 'whatsapp', to: number, from: '447700400080', mode: 'zero_tap' },
        { channel: 'voice', to: other, reuse_code: true },
      ],
    });
    const [message] = await waitForMessages(number);
    expect(message).toMatchObject({ code: 'e4dR1Qz', from: 'ACME' });
    expect(message?.text).toMatch(/clave/);
    expect(message?.text).toMatch(/\nABC123def45$/);
    const checked = await v2('POST', `/${id}`, { code: 'e4dR1Qz' });
    expect(checked.status).toBe(200);
  });

  test('takes numbers as text, null as nothing, and unknown members', async () => {
    const { number } = await startV2({
      code_length: '8',
      channel_timeout: '60',
      locale: null,
      client_ref: null,
      something: { else: [] },
      client_address: 'nowhere',
      challenge_passed: 'perhaps',
    });
    expect(await codeTo(number)).toMatch(/^\d{8}$/);
  });

  test.each([4, 5, 6, 7, 8, 9, 10])('makes codes of %i digits', async (length) => {
    const { number } = await startV2({ code_length: length });
    expect(await codeTo(number)).toMatch(new RegExp(`^\\d{${length}}$`));
  });

  test('writes in the wanted language, in either spelling, else in the number’s', async () => {
    const textOf = async (members: object) => {
      const { number } = await startV2(members as never);
      return (await waitForMessages(number))[0]?.text;
    };
    expect(await textOf({ locale: 'de-de' })).toMatch(/Minuten/);
    expect(await textOf({ locale: 'de_DE' })).toMatch(/Minuten/);
    expect(await textOf({ locale: 'xx-yy' })).toMatch(/minutes/);
    const french = { workflow: [{ channel: 'sms', to: `3361234${freshNumber().slice(-4)}` }] };
    expect(await textOf(french)).not.toMatch(/Valid for/);
  });

  test('sends from the brand where it can be a sender, else from the application’s', async () => {
    const senderOf = async (members: object) => {
      const { number } = await startV2(members as never);
      return (await waitForMessages(number))[0]?.from;
    };
    expect(await senderOf({ brand: 'Acme' })).toBe('Acme');
    expect(await senderOf({ brand: 'Acme & Söhne' })).toBe('VERIFY');
    const to = freshNumber();
    expect(await senderOf({ workflow: [{ channel: 'sms', to, from: 'Other' }] })).toBe('Other');
  });
});

describe('a start is refused with 422 and names what is wrong:', () => {
  const to = freshNumber();
  const sms = { channel: 'sms', to };
  const base = { brand: 'Acme', workflow: [sms] };
  const channel = (members: object) => ({ brand: 'Acme', workflow: [{ ...sms, ...members }] });

  test.each([
    ['no brand', { workflow: [sms] }, 'brand', 'Brand is required'],
    ['an empty brand', { ...base, brand: '' }, 'brand', 'Brand is required'],
    ['a long brand', { ...base, brand: 'x'.repeat(19) }, 'brand', /^Brand must/],
    ['a brand with a variable', { ...base, brand: 'A ${b}' }, 'brand', /^Brand must/],
    ['a brand with a colon', { ...base, brand: 'A: b' }, 'brand', /^Brand must/],
    ['a brand that is a list', { ...base, brand: ['A'] }, 'brand', /^Brand must/],
    ['a brand with a line break', { ...base, brand: 'A\nb' }, 'brand', /^Brand must/],
    ['no workflow', { brand: 'Acme' }, 'workflow', 'Workflow is required'],
    ['an empty workflow', { ...base, workflow: [] }, 'workflow', /1 to 3/],
    ['four channels', { ...base, workflow: [sms, sms, sms, sms] }, 'workflow', /1 to 3/],
    ['a workflow that is one object', { ...base, workflow: sms }, 'workflow', /1 to 3/],
    ['a channel that is text', { ...base, workflow: ['sms'] }, 'workflow[0]', /object/],
    ['no channel', { ...base, workflow: [{ to }] }, 'workflow[0]', '`channel` is required'],
    ['an unknown channel', channel({ channel: 'pigeon' }), 'workflow[0]', /^`channel` must be one/],
    ['an inherited channel', channel({ channel: 'constructor' }), 'workflow[0]', /^`channel` must/],
    ['no number', { ...base, workflow: [{ channel: 'sms' }] }, 'workflow[0]', '`to` is required'],
    ['a bad number', channel({ to: '12' }), 'workflow[0]', '`to` Phone number is invalid'],
    ['letters for a number', channel({ to: 'abc' }), 'workflow[0]', '`to` Phone number is invalid'],
    [
      'an address that is none',
      channel({ channel: 'email', to: 'alice' }),
      'workflow[0]',
      '`to` Email address is invalid',
    ],
    [
      'a bad number further on',
      { ...base, workflow: [sms, { channel: 'voice', to: 'x' }] },
      'workflow[1]',
      '`to` Phone number is invalid',
    ],
    [
      'silent_auth that is not first',
      { ...base, workflow: [sms, { channel: 'silent_auth', to }] },
      'workflow[1]',
      '`channel` must be the first one',
    ],
    ['an app_hash of ten', channel({ app_hash: 'ABC123def4' }), 'workflow[0]', /^`app_hash` must/],
    ['a long entity_id', channel({ entity_id: '1'.repeat(21) }), 'workflow[0]', /^`entity_id`/],
    ['an empty content_id', channel({ content_id: '' }), 'workflow[0]', /^`content_id`/],
    ['reuse_code that is a word', channel({ reuse_code: 'yes' }), 'workflow[0]', /^`reuse_code`/],
    [
      'an unknown mode',
      channel({ channel: 'whatsapp', from: '447700400080', mode: 'one_tap' }),
      'workflow[0]',
      /^`mode`/,
    ],
    [
      'a redirect_url that is none',
      channel({ channel: 'silent_auth', redirect_url: 'javascript:alert(1)' }),
      'workflow[0]',
      /^`redirect_url`/,
    ],
    ['channel_timeout 14', { ...base, channel_timeout: 14 }, 'channel_timeout', /15 to 900/],
    ['channel_timeout 901', { ...base, channel_timeout: 901 }, 'channel_timeout', /15 to 900/],
    ['channel_timeout 15.5', { ...base, channel_timeout: 15.5 }, 'channel_timeout', /15 to 900/],
    ['code_length 3', { ...base, code_length: 3 }, 'code_length', /4 to 10/],
    ['code_length 11', { ...base, code_length: 11 }, 'code_length', /4 to 10/],
    ['a short code', { ...base, code: '123' }, 'code', /^Code must/],
    ['a code with a dash', { ...base, code: '12-34' }, 'code', /^Code must/],
    [
      'a long client_ref',
      { ...base, client_ref: 'x'.repeat(41) },
      'client_ref',
      /^Client ref must/,
    ],
    ['a locale that is none', { ...base, locale: 'English' }, 'locale', /^Locale must/],
    ['a template_id that is none', { ...base, template_id: 'x' }, 'template_id', /UUID/],
    ['fraud_check that is text', { ...base, fraud_check: 'no' }, 'fraud_check', /true or false/],
  ])('%s', async (_what, body, name, reason) => {
    const answer = await v2('POST', '', body);
    expectProblem(answer, {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      detail: 'The value of one or more parameters is invalid.',
      invalid: [{ name, reason }],
    });
  });

  test('all of it at once', async () => {
    const answer = await v2('POST', '', { code_length: 1, workflow: [{ channel: 'whatsapp' }] });
    expectProblem(answer, {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [
        { name: 'brand', reason: 'Brand is required' },
        { name: 'workflow[0]', reason: '`to` is required' },
        { name: 'workflow[0]', reason: '`from` is required' },
        { name: 'code_length', reason: /4 to 10/ },
      ],
    });
  });

  test.each([
    ['a long sender', { from: 'TwelveLetter' }],
    ['a sender with signs', { from: 'A<b>' }],
    ['a sender of 16 digits', { from: '1234567890123456' }],
  ])('%s, by the vendor’s own title', async (_what, members) => {
    expectProblem(await v2('POST', '', channel(members)), {
      status: 422,
      code: 'invalid-sender',
      title: 'Invalid sender',
      detail: 'The `from` parameter is invalid.',
      invalid: [{ name: 'workflow[0]', reason: /^`from` must/ }],
    });
  });

  test('a template nobody has', async () => {
    const template_id = '11111111-2222-4333-8444-555555555555';
    expectProblem(await v2('POST', '', { ...base, template_id }), {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [{ name: 'template_id', reason: 'Template was not found' }],
    });
  });

  test('and nothing was sent', async () => {
    await settle();
    expect(await messagesTo(to)).toEqual([]);
  });
});

describe('one running request a number', () => {
  test('a second start is 409 and names the running request', async () => {
    const { id, number } = await startV2();
    const again = { brand: 'Acme', workflow: [{ channel: 'voice', to: `+${number}` }] };
    expectProblem(await v2('POST', '', again), {
      status: 409,
      code: 'concurrent',
      title: 'Conflict',
      detail: 'Concurrent verifications to the same number are not allowed.',
      members: { request_id: id },
    });
  });

  test('of ten starts at once one is taken, the others name it', async () => {
    const body = { brand: 'Acme', workflow: [{ channel: 'sms', to: freshNumber() }] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => v2('POST', '', body)));
    const [taken, ...more] = answers.filter(({ status }) => status === 202);
    expect(more).toEqual([]);
    for (const answer of answers.filter((one) => one !== taken)) {
      expect(answer.status).toBe(409);
      expect(answer.body.request_id).toBe(taken?.body.request_id);
    }
  });

  test('cancelling frees the number at once', async () => {
    const { id, number } = await startV2();
    expect((await v2('DELETE', `/${id}`)).status).toBe(204);
    const workflow = [{ channel: 'sms', to: number }];
    expect((await v2('POST', '', { brand: 'Acme', workflow })).status).toBe(202);
  });
});

describe('what an account is allowed', () => {
  test('a code of its own and leaving out the fraud check are 403 where they are off', async () => {
    const strict = await createApplication('sandbox', {
      customCodes: false,
      networkUnblock: false,
    });
    const workflow = [{ channel: 'sms', to: freshNumber() }];
    for (const members of [{ code: '4711' }, { fraud_check: false }]) {
      expectProblem(await v2('POST', '', { brand: 'Acme', workflow, ...members }, strict), {
        status: 403,
        code: 'forbidden',
        title: 'Forbidden',
        detail: 'Your account does not have permission to perform this action.',
      });
    }
    const fine = { brand: 'Acme', workflow, fraud_check: true };
    expect((await v2('POST', '', fine, strict)).status).toBe(202);
  });

  test('without money a live application is told 402', async () => {
    const live = await createApplication('live', { countries: null });
    const workflow = [{ channel: 'email', to: 'alice@example.com' }];
    expectProblem(await v2('POST', '', { brand: 'Acme', workflow }, live), {
      status: 402,
      code: 'low-balance',
      title: 'Low balance',
      detail: 'This request could not be performed due to your account balance being low.',
    });
  });

  test('too many messages to a number are 429 with the time to wait', async () => {
    const sendsPerAddress = { count: 1, windowSeconds: 600 };
    const slow = await createApplication('sandbox', { sendsPerAddress });
    const { id, number } = await startV2({}, slow);
    await v2('DELETE', `/${id}`, undefined, slow);
    const workflow = [{ channel: 'sms', to: number }];
    const answer = await v2('POST', '', { brand: 'Acme', workflow }, slow);
    expectProblem(answer, {
      status: 429,
      code: 'throttled',
      title: 'Rate Limit Hit',
      detail: 'Please wait, then retry your request',
    });
    expect(Number(answer.raw.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('a barred number is 403', async () => {
    const workflow = [{ channel: 'sms', to: await magicNumber('barred') }];
    expectProblem(await v2('POST', '', { brand: 'Acme', workflow }), {
      status: 403,
      code: 'blocked',
      title: 'Forbidden',
    });
  });

  test('a number of another country than allowed is 422', async () => {
    const local = await createApplication('sandbox', { countries: ['US'] });
    const workflow = [{ channel: 'sms', to: freshNumber() }];
    expectProblem(await v2('POST', '', { brand: 'Acme', workflow }, local), {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [{ name: 'workflow[0]', reason: '`to` cannot be reached: country' }],
    });
  });
});

test('another application’s number is no conflict, and its request is not found', async () => {
  const stranger = await createApplication();
  const { id, number } = await startV2();
  await startV2({ workflow: [{ channel: 'sms', to: number }] }, stranger);
  const code = await codeTo(number, 1, sandbox);
  expect((await v2('POST', `/${id}`, { code }, stranger)).status).toBe(404);
  expect((await v2('DELETE', `/${id}`, undefined, stranger)).status).toBe(404);
  expect((await v2('POST', `/${id}/next_workflow`, undefined, stranger)).status).toBe(404);
  expect((await v2('POST', `/${id}`, { code })).status).toBe(200);
});
