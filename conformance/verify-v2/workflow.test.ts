/** Check, next channel and cancel; codes of each channel; when a request ends. */
import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { mediaType } from '../support/http.ts';
import { freshNumber, unknownRequestId, wrongCode } from '../support/numbers.ts';
import { advanceClock, messagesTo, settle, waitForMessages } from '../support/sandbox.ts';
import { codeTo, expectProblem, startV2, v2 } from '../support/verify-v2.ts';

const invalidCode = {
  status: 400,
  code: 'invalid-code',
  title: 'Invalid Code',
  detail: 'The code you provided does not match the expected value.',
};
const unknown = (id: string) => ({
  status: 404,
  code: 'request-not-found',
  title: 'Not Found',
  detail: `Request '${id}' was not found or it has been verified already.`,
});
const chain = (to: string, ...rest: object[]) => ({
  workflow: [{ channel: 'sms', to }, ...rest],
});

describe('a check', () => {
  test('of the right code completes the request, once', async () => {
    const { id, number } = await startV2();
    const code = await codeTo(number);
    const answer = await v2('POST', `/${id}`, { code });
    expect(answer.status).toBe(200);
    expect(mediaType(answer.raw)).toBe('application/json');
    expect(answer.body).toEqual({ request_id: id, status: 'completed' });
    expectProblem(await v2('POST', `/${id}`, { code }), unknown(id));
  });

  test('takes the id in either spelling, and a code that is a number', async () => {
    const { id, number } = await startV2({ code: '4711' });
    await codeTo(number);
    const answer = await v2('POST', `/${id.replaceAll('-', '').toUpperCase()}`, { code: 4711 });
    expect(answer.body).toEqual({ request_id: id, status: 'completed' });
  });

  test('of the third wrong code ends the request with 410', async () => {
    const { id, number } = await startV2();
    const code = await codeTo(number);
    for (const variant of [1, 2]) {
      const answer = await v2('POST', `/${id}`, { code: wrongCode(code, variant) });
      expectProblem(answer, invalidCode);
    }
    expectProblem(await v2('POST', `/${id}`, { code: wrongCode(code, 3) }), {
      status: 410,
      code: 'expired',
      title: 'Invalid Code',
      detail: 'An incorrect code has been provided too many times. Workflow terminated.',
    });
    expectProblem(await v2('POST', `/${id}`, { code }), unknown(id));
    const again = { brand: 'Acme', workflow: [{ channel: 'sms', to: number }] };
    expect((await v2('POST', '', again)).status).toBe(202);
  });

  test('of what can be no code is 400 and no try', async () => {
    const { id, number } = await startV2();
    const code = await codeTo(number);
    for (const bad of ['1', 'x'.repeat(11), '12 34', 'ab!d', '', ['1234'], { a: 1 }, true]) {
      expectProblem(await v2('POST', `/${id}`, { code: bad }), invalidCode);
    }
    expect((await v2('POST', `/${id}`, { code })).status).toBe(200);
  });

  test.each([
    ['nothing', undefined, 'code', 'Code is required'],
    ['no code', {}, 'code', 'Code is required'],
    ['code and token', { code: '1234', token: 'abcd.efgh' }, 'token', /beside code/],
  ])('with %s is 422', async (_what, body, name, reason) => {
    const { id } = await startV2();
    expectProblem(await v2('POST', `/${id}`, body), {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [{ name, reason }],
    });
  });

  test('of a token that nobody issued is 400, and counts', async () => {
    const { id, number } = await startV2();
    const code = await codeTo(number);
    for (const _ of [1, 2]) {
      expectProblem(await v2('POST', `/${id}`, { token: 'eyJhbGciOi.made.up' }), invalidCode);
    }
    expect((await v2('POST', `/${id}`, { token: 'eyJhbGciOi.made.up' })).status).toBe(410);
    expect((await v2('POST', `/${id}`, { code })).status).toBe(404);
  });

  test('of the same right code ten times at once succeeds once', async () => {
    const { id, number } = await startV2();
    const code = await codeTo(number);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => v2('POST', `/${id}`, { code })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(9);
  });

  test('while a message with buttons is under way is 409: nobody has read a code', async () => {
    const to = freshNumber();
    const workflow = [
      { channel: 'whatsapp_interactive', to },
      { channel: 'sms', to },
    ];
    const { id } = await startV2({ workflow });
    const [asked] = await waitForMessages(to);
    expect(asked).toMatchObject({ channel: 'whatsapp-interactive', code: null });
    expectProblem(await v2('POST', `/${id}`, { code: '1234' }), {
      status: 409,
      code: 'no-code',
      title: 'Conflict',
      detail: 'The current Verify workflow step does not support a code.',
    });
    await v2('POST', `/${id}/next_workflow`);
    const code = await codeTo(to, 2);
    expect((await v2('POST', `/${id}`, { code })).status).toBe(200);
  });

  test.each([
    ['an id nobody has', unknownRequestId()],
    ['what is no id', 'abc'],
    ['markup', '%3Cscript%3E'],
  ])('of %s is 404', async (_what, id) => {
    const answer = await v2('POST', `/${id}`, { code: '1234' });
    expect(answer.status).toBe(404);
    expect(answer.body.type).toMatch(/#request-not-found$/);
    expect(answer.raw.text).not.toContain('<script');
  });
});

describe('the next channel', () => {
  test('is taken when asked for: 200 without a body, and a new code by default', async () => {
    const to = freshNumber();
    const { id } = await startV2(chain(to, { channel: 'voice', to }));
    const first = await codeTo(to);
    const answer = await v2('POST', `/${id}/next_workflow`);
    expect([answer.status, answer.raw.text]).toEqual([200, '']);
    const [voice] = await waitForMessages(to, 2);
    expect(voice?.channel).toBe('voice');
    expect(voice?.code).not.toBe(first);
    expectProblem(await v2('POST', `/${id}`, { code: first }), invalidCode);
    expect((await v2('POST', `/${id}`, { code: voice?.code })).status).toBe(200);
  });

  test.each(['next_workflow', 'next-workflow'])('is asked for at %s', async (path) => {
    const to = freshNumber();
    const { id } = await startV2(chain(to, { channel: 'voice', to }));
    expect((await v2('POST', `/${id}/${path}`, [])).status).toBe(200);
    expectProblem(await v2('POST', `/${id}/${path}`, {}), {
      status: 409,
      code: 'no-events',
      title: 'Conflict',
      detail: 'There are no more events left to trigger.',
    });
  });

  test('repeats the code where reuse_code says so', async () => {
    const to = freshNumber();
    const rest = [
      { channel: 'whatsapp', to, from: '447700400080', reuse_code: true },
      { channel: 'voice', to },
    ];
    const { id } = await startV2(chain(to, ...rest));
    const first = await codeTo(to);
    await v2('POST', `/${id}/next_workflow`);
    expect(await codeTo(to, 2)).toBe(first);
    await v2('POST', `/${id}/next_workflow`);
    expect(await codeTo(to, 3)).not.toBe(first);
  });

  test('never exchanges a code of the caller’s own', async () => {
    const to = freshNumber();
    const { id } = await startV2({ code: 'Own42Code', ...chain(to, { channel: 'voice', to }) });
    await codeTo(to);
    await v2('POST', `/${id}/next_workflow`);
    expect(await codeTo(to, 2)).toBe('Own42Code');
  });

  test('may write to another address, also of another kind', async () => {
    const [to, email] = [freshNumber(), `alice-${freshNumber()}@example.com`];
    const { id } = await startV2(chain(to, { channel: 'email', to: email }));
    await codeTo(to);
    await v2('POST', `/${id}/next_workflow`);
    const code = await codeTo(email);
    expect(await messagesTo(to)).toHaveLength(1);
    expect((await v2('POST', `/${id}`, { code })).status).toBe(200);
  });

  test('is 404 for a request that is over or nobody’s', async () => {
    const { id, number } = await startV2();
    await v2('POST', `/${id}`, { code: await codeTo(number) });
    expectProblem(await v2('POST', `/${id}/next_workflow`), unknown(id));
    const none = unknownRequestId();
    expectProblem(await v2('POST', `/${none}/next_workflow`), unknown(none));
  });
});

describe('in the course of time', () => {
  test('each channel has its time, then the next one is taken, then all is over', async () => {
    const application = await createApplication();
    const to = freshNumber();
    const members = { channel_timeout: 60, ...chain(to, { channel: 'voice', to }) };
    const { id } = await startV2(members, application);
    await codeTo(to, 1, application);
    await advanceClock(45, application);
    await settle();
    expect(await messagesTo(to, application)).toHaveLength(1);
    await advanceClock(20, application);
    const [voice] = await waitForMessages(to, 2, application);
    expect(voice?.channel).toBe('voice');
    await advanceClock(65, application);
    const answer = await v2('POST', `/${id}`, { code: voice?.code }, application);
    expectProblem(answer, unknown(id));
    expect(await messagesTo(to, application)).toHaveLength(2);
  });

  test('a code that channels share lives until the last of them is over', async () => {
    const application = await createApplication();
    const to = freshNumber();
    const rest = ['voice', 'sms'].map((channel) => ({ channel, to, reuse_code: true }));
    const members = { channel_timeout: 900, ...chain(to, ...rest) };
    const { id } = await startV2(members, application);
    const code = await codeTo(to, 1, application);
    await advanceClock(901, application);
    await waitForMessages(to, 2, application);
    await advanceClock(901, application);
    expect(await codeTo(to, 3, application)).toBe(code);
    await advanceClock(800, application);
    expect((await v2('POST', `/${id}`, { code }, application)).status).toBe(200);
  });

  test('the default time of a channel is 180 seconds', async () => {
    const application = await createApplication();
    const { id, number } = await startV2({}, application);
    const code = await codeTo(number, 1, application);
    await advanceClock(170, application);
    const wrong = await v2('POST', `/${id}`, { code: wrongCode(code) }, application);
    expect(wrong.status).toBe(400);
    await advanceClock(15, application);
    expect((await v2('POST', `/${id}`, { code }, application)).status).toBe(404);
  });
});

describe('cancelling', () => {
  test('is 204 without a body, at any time; then even the right code fails', async () => {
    const to = freshNumber();
    const { id } = await startV2(chain(to, { channel: 'voice', to }));
    const code = await codeTo(to);
    const answer = await v2('DELETE', `/${id}`);
    expect([answer.status, answer.raw.text]).toEqual([204, '']);
    expectProblem(await v2('POST', `/${id}`, { code }), unknown(id));
    expectProblem(await v2('DELETE', `/${id}`), unknown(id));
    expectProblem(await v2('POST', `/${id}/next_workflow`), unknown(id));
  });

  test('works after the second channel has begun, too', async () => {
    const to = freshNumber();
    const { id } = await startV2(chain(to, { channel: 'voice', to }));
    await codeTo(to);
    await v2('POST', `/${id}/next_workflow`);
    expect((await v2('DELETE', `/${id}`)).status).toBe(204);
  });

  test('is 404 for a request that is over or nobody’s', async () => {
    const { id, number } = await startV2();
    await v2('POST', `/${id}`, { code: await codeTo(number) });
    expectProblem(await v2('DELETE', `/${id}`), unknown(id));
    const none = unknownRequestId();
    expectProblem(await v2('DELETE', `/${none}`), unknown(none));
  });
});
