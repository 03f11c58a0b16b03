/** What belongs to one application is out of another one’s reach; a retired secret ends its tokens. */
import { beforeAll, describe, expect, test } from 'vitest';
import { callAdmin, createApplication, type TestApplication } from '../support/admin.ts';
import { basicOf } from '../support/basic.ts';
import { parseObject, send, viaJson, viaQuery } from '../support/http.ts';
import { settle, waitFor } from '../support/sandbox.ts';
import {
  bodyOf,
  freshSubscriber,
  paths,
  post,
  sendAndRead,
  validate,
} from '../support/verifynow.ts';

const headersOf = ({ apiKey, apiSecret }: Pick<TestApplication, 'apiKey' | 'apiSecret'>) => ({
  authToken: `${apiKey}:${apiSecret}`,
});

async function tokenOf(apiKey: string, apiSecret: string): Promise<string> {
  const key = Buffer.from(apiSecret).toString('base64');
  const answer = await send(viaQuery(paths.token, { customerId: apiKey, key }));
  return String(parseObject(answer.text).token);
}

async function statusOf(authToken: string): Promise<number> {
  const request = viaJson('/validate', { verificationId: '1', code: '1234' }, { authToken });
  return (await send(request)).status;
}

let other: TestApplication;
beforeAll(async () => {
  other = await createApplication();
});

describe('another application', () => {
  test.each([
    '/validate',
    '/verification/v3/validate',
    '/verification/v3/validateOtp',
    '/verification/v2/verification/validate',
    '/verification/v2/verification/validateOtp',
  ])(
    'is told by %s that there is no such verification, and spends none of its checks',
    async (path) => {
      const { id, code } = await sendAndRead();
      const headers = headersOf(other);
      for (let turn = 0; turn < 6; turn += 1) {
        const answer = await post(path, { verificationId: id, code }, headers);
        const unknown = await post(path, { verificationId: '1', code }, headers);
        expect(answer).toEqual(unknown);
        expect(answer.responseCode).toBe(505);
      }
      expect(await validate(id, code)).toMatchObject({ responseCode: 200 });
    },
  );

  test('may write to the same number at the same time', async () => {
    const { fields } = freshSubscriber();
    const request = { ...fields, flowType: 'SMS' };
    expect(await post('/send', request)).toMatchObject({ responseCode: 200 });
    expect(await post('/send', request, headersOf(other))).toMatchObject({ responseCode: 200 });
  });

  test('cannot send in its name with its own token', async () => {
    const authToken = await tokenOf(other.apiKey, other.apiSecret);
    const first = await sendAndRead();
    const params = { ...freshSubscriber().fields, flowType: 'SMS', verificationId: first.id };
    const answer = await post('/send', { ...params, customerId: 'C-00000000' }, { authToken });
    expect(answer).toMatchObject({ responseCode: 501 });
  });
});

test('a token dies with the secret it was got with, and with no other', async () => {
  const application = await createApplication();
  const secretsPath = `/admin/applications/${application.id}/secrets`;
  const created = await callAdmin('POST', secretsPath);
  const second = String((created as { apiSecret?: string; secret?: string }).apiSecret);
  const [ofFirst, ofSecond] = await Promise.all([
    waitFor('the first token', () => tokenOf(application.apiKey, application.apiSecret)),
    waitFor('the second token', () => tokenOf(application.apiKey, second)),
  ]);
  expect([await statusOf(ofFirst), await statusOf(ofSecond)]).toEqual([200, 200]);
  const { items } = await callAdmin('GET', secretsPath);
  const oldest = (items as { id: number }[]).toSorted((left, right) => left.id - right.id)[0];
  await callAdmin('DELETE', `${secretsPath}/${oldest?.id}`);
  // Every node forgets within a second.
  await settle(1_200);
  expect([await statusOf(ofFirst), await statusOf(ofSecond)]).toEqual([401, 200]);
});

test('an application with countries takes no other, and says which field is wrong', async () => {
  const abroad = await createApplication('sandbox', { countries: ['US'] });
  const { fields } = freshSubscriber();
  const answer = await post('/send', { ...fields, flowType: 'SMS' }, headersOf(abroad));
  expect(answer).toMatchObject({ responseCode: 511, message: 'INVALID_COUNTRY_CODE' });
});

test('more requests a second than the application may make are 800, with HTTP 200', async () => {
  const slow = await createApplication('sandbox', { requestsPerSecond: 2 });
  const request = viaJson('/validate', { verificationId: '1', code: '1' }, headersOf(slow));
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(request)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const codes = answers.map((answer) => bodyOf(answer).responseCode);
  expect(codes.filter((code) => code === 800).length).toBeGreaterThanOrEqual(6);
});

test('a number that gets too many messages is 800, with the seconds to wait', async () => {
  const capped = await createApplication('sandbox', {
    sendsPerAddress: { count: 1, windowSeconds: 600 },
  });
  const headers = headersOf(capped);
  const { fields } = freshSubscriber();
  const first = await post('/send', { ...fields, flowType: 'SMS' }, headers);
  await settle(100);
  const messages = await send({
    path: `/v1/sandbox/messages?to=44${fields.mobileNumber}`,
    headers: {
      authorization: basicOf(capped),
    },
  });
  const [message] = parseObject(messages.text).messages as { code: string }[];
  const params = { verificationId: first.data.verificationId, code: message?.code };
  expect(await post('/validate', params, headers)).toMatchObject({ responseCode: 200 });
  const second = await post('/send', { ...fields, flowType: 'SMS' }, headers);
  expect(second).toMatchObject({ responseCode: 800, message: 'MAXIMUM_LIMIT_REACHED' });
  expect(Number(second.data.timeout)).toBeGreaterThan(500);
});
