/** Every call of the vendor's verify2 client, in three releases, unmodified, signed with a JWT. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { parseObject } from '../support/http.ts';
import { freshNumber, unknownRequestId, wrongCode } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';
import { codeTo, UUID, v2 } from '../support/verify-v2.ts';
import { type Verify2, verify2Clients } from '../support/verify2-clients.ts';

/** Status and body of the error a client throws for an answer that is no success. */
async function refusalOf(call: Promise<unknown>): Promise<{ status: number; body: object }> {
  const error = await call.then(
    (value) => {
      throw new Error(`no refusal but ${JSON.stringify(value)}`);
    },
    (thrown: { response?: Response }) => thrown,
  );
  if (!error.response) throw error;
  return { status: error.response.status, body: parseObject(await error.response.text()) };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe.each(verify2Clients)('$name', ({ open, hasNextWorkflow }) => {
  let application: TestApplication;
  let verify2: Verify2;
  beforeAll(async () => {
    application = await createApplication();
    verify2 = await open(application);
  });
  const start = (workflow: readonly object[], members: object = {}) =>
    // The client's types narrow what callers pass as plain objects.
    verify2.newRequest({ brand: 'ACME', workflow, ...members } as never);
  const moveOn = async (requestId: string) => {
    expect('nextWorkflow' in verify2).toBe(hasNextWorkflow);
    if (hasNextWorkflow) return verify2.nextWorkflow(requestId);
    const answer = await v2('POST', `/${requestId}/next_workflow`, undefined, application);
    return answer.status === 200;
  };
  const codeOf = (address: string, count = 1) => codeTo(address, count, application);

  test('starts and checks', async () => {
    const to = freshNumber();
    const started = await start([{ channel: 'sms', to }]);
    expect(started).toEqual({ requestId: expect.stringMatching(UUID), checkUrl: undefined });
    expect(await verify2.checkCode(started.requestId, await codeOf(to))).toBe('completed');
  });

  test('starts with every option there is', async () => {
    const to = freshNumber();
    const made = await verify2.createTemplate({ name: `options-${to}` } as never);
    const { requestId } = await start(
      [
        { channel: 'silent_auth', to, redirectUrl: 'https://acme-app.com/sa/redirect' },
        {
          channel: 'sms',
          to,
          from: 'ACME',
          entityId: '1101407360000017170',
          contentId: '1107158078772563946',
          appHash: 'ABC123def45',
        },
        { channel: 'voice', to },
      ],
      {
        locale: 'es-es',
        channelTimeout: 180,
        clientRef: 'myref',
        codeLength: 6,
        code: 'e4dR1Qz',
        fraudCheck: false,
        templateId: (made as { templateId: string }).templateId,
      },
    );
    expect(await moveOn(requestId)).toBe(true);
    const [sms] = (await waitForMessages(to, 2, application)).filter(
      ({ channel }) => channel === 'sms',
    );
    expect(sms).toMatchObject({ code: 'e4dR1Qz', from: 'ACME' });
    expect(await verify2.checkCode(requestId, 'e4dR1Qz')).toBe('completed');
  });

  test.each([
    ['sms', {}],
    ['voice', {}],
    ['whatsapp', { from: '447700400080' }],
    ['rcs', { from: 'ACME' }],
  ])('reaches a number by %s', async (channel, members) => {
    const to = freshNumber();
    const { requestId } = await start([{ channel, to, ...members }]);
    const [message] = await waitForMessages(to, 1, application);
    expect(message?.channel).toBe(channel);
    expect(await verify2.checkCode(requestId, message?.code ?? '')).toBe('completed');
  });

  test('starts with buttons, then WhatsApp, then email', async () => {
    const to = freshNumber();
    const email = `alice-${to}@company.com`;
    const { requestId } = await start([
      { channel: 'whatsapp_interactive', to },
      { channel: 'whatsapp', to, from: '447700400080' },
      { channel: 'email', to: email, from: 'bob@company.com' },
    ]);
    expect(await moveOn(requestId)).toBe(true);
    await waitForMessages(to, 2, application);
    expect(await moveOn(requestId)).toBe(true);
    const code = await codeOf(email);
    expect(await moveOn(requestId)).toBe(false);
    expect(await verify2.checkCode(requestId, code)).toBe('completed');
    expect(await moveOn(requestId)).toBe(false);
  });

  test('gets the link of silent authentication where that comes first', async () => {
    const started = await start([{ channel: 'silent_auth', to: freshNumber() }]);
    expect(started.checkUrl).toMatch(
      new RegExp(`^http://.+/v2/verify/${started.requestId}/silent-auth/redirect$`),
    );
  });

  test('cancels, and starts again at once', async () => {
    const to = freshNumber();
    const workflow = [{ channel: 'sms', to }];
    const { requestId } = await start(workflow);
    expect(await verify2.cancel(requestId)).toBe(true);
    expect(await verify2.cancel(requestId)).toBe(false);
    expect((await start(workflow)).requestId).not.toBe(requestId);
  });

  test('is told of a running request, with its id', async () => {
    const workflow = [{ channel: 'sms', to: freshNumber() }];
    const { requestId } = await start(workflow);
    expect(await refusalOf(start(workflow))).toMatchObject({
      status: 409,
      body: { title: 'Conflict', request_id: requestId },
    });
  });

  test('is told of wrong codes, the third of which ends the request', async () => {
    const to = freshNumber();
    const { requestId } = await start([{ channel: 'sms', to }]);
    const code = await codeOf(to);
    const tryOne = (variant: number) =>
      refusalOf(verify2.checkCode(requestId, wrongCode(code, variant)));
    expect(await tryOne(1)).toMatchObject({ status: 400, body: { title: 'Invalid Code' } });
    expect(await tryOne(2)).toMatchObject({ status: 400 });
    expect(await tryOne(3)).toMatchObject({ status: 410, body: { title: 'Invalid Code' } });
    expect(await tryOne(4)).toMatchObject({ status: 404, body: { title: 'Not Found' } });
  });

  test('is told of wrong parameters and of what nobody has', async () => {
    expect(await refusalOf(start([{ channel: 'sms', to: 'x' }]))).toMatchObject({
      status: 422,
      body: { invalid_parameters: [{ name: 'workflow[0]' }] },
    });
    const none = unknownRequestId();
    expect(await refusalOf(verify2.checkCode(none, '1234'))).toMatchObject({ status: 404 });
    expect(await verify2.cancel(none)).toBe(false);
    expect(await moveOn(none)).toBe(false);
  });

  test('makes, reads, changes, lists and deletes templates and fragments', async () => {
    const own = await createApplication();
    const client = await open(own);
    const first = await client.createTemplate({ name: 'my-template' } as never);
    const templateId = String((first as { templateId?: string }).templateId);
    expect(first).toMatchObject({ name: 'my-template', isDefault: true });
    expect(await client.getTemplate(templateId)).toEqual(first);
    for (const name of ['b', 'c', 'd']) await client.createTemplate({ name } as never);
    expect((await all(client.listAllTemplates())).map(({ name }) => name)).toEqual([
      'my-template',
      'b',
      'c',
      'd',
    ]);
    const paged = await all(client.listAllTemplates({ pageSize: 2 }));
    expect(paged).toHaveLength(4);
    // It sends `is_default: false` where nothing is said of it.
    const renamed = await client.updateTemplate({ templateId, name: 'renamed' } as never);
    expect(renamed).toMatchObject({ name: 'renamed', isDefault: true });

    const fragment = await client.createTemplateFragment(templateId, {
      channel: 'sms',
      locale: 'en-us',
      text: 'The code for ${brand} is ${code}',
    } as never);
    const fragmentId = String((fragment as { templateFragmentId?: string }).templateFragmentId);
    expect(fragment).toMatchObject({ channel: 'sms', locale: 'en-us' });
    expect(await client.getTemplateFragment(templateId, fragmentId)).toMatchObject({
      text: 'The code for ${brand} is ${code}',
    });
    const fragments = await all(
      client.listAllTemplateFragments({ templateId, pageSize: 5 } as never),
    );
    expect(fragments).toHaveLength(1);
    await client.updateTemplateFragment(templateId, {
      templateFragmentId: fragmentId,
      text: 'x ${code}',
    } as never);
    const to = freshNumber();
    await client.newRequest({
      brand: 'ACME',
      locale: 'en-us',
      templateId,
      workflow: [{ channel: 'sms', to }],
    } as never);
    expect((await waitForMessages(to, 1, own))[0]?.text).toMatch(/^x \d{4}$/);
    expect(await client.deleteTemplateFragment(templateId, fragmentId)).toBe(true);
    const others = (await all(client.listAllTemplates())).filter(({ isDefault }) => !isDefault);
    for (const other of others) {
      expect(await client.deleteTemplate(String(other.templateId))).toBe(true);
    }
    expect(await client.deleteTemplate(templateId)).toBe(true);
    expect(await all(client.listAllTemplates())).toEqual([]);
    expect(await refusalOf(client.getTemplate(templateId))).toMatchObject({ status: 404 });
  });

  test('a key of another application opens nothing', async () => {
    const { requestId } = await start([{ channel: 'sms', to: freshNumber() }]);
    const stranger = await open(await createApplication());
    expect(await stranger.cancel(requestId)).toBe(false);
    expect(await refusalOf(stranger.checkCode(requestId, '1234'))).toMatchObject({ status: 404 });
  });
});
