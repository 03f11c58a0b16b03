import { describe, expect, test } from 'vitest';
import { parseObject, send, viaJson } from '../support/http.ts';
import { basicAuthorization } from '../support/server.ts';
import { KEYS } from '../support/verify.ts';

const basic = { authorization: basicAuthorization() };

describe('POST /verify/network-unblock', () => {
  test.each([
    ['body keys and duration (Python 4.7.2)', { network: '23410', duration: 3600, ...KEYS }, {}],
    ['Basic and unblock_duration', { network: '23410', unblock_duration: 3600 }, basic],
  ])('%s: a network without a block is 404, a problem document', async (_who, body, headers) => {
    const answer = await send(viaJson('/verify/network-unblock', body, headers));
    expect(answer.status).toBe(404);
    expect(parseObject(answer.text)).toMatchObject({
      type: expect.stringMatching(/^https:\/\//),
      title: 'Not Found',
      detail: 'The network you provided does not have an active block.',
      instance: expect.any(String),
    });
  });

  test.each([
    ['no network', { unblock_duration: 3600 }],
    ['a duration beyond a day', { network: '23410', unblock_duration: 86_401 }],
    ['a negative duration', { network: '23410', unblock_duration: -1 }],
    ['a network that is no MCCMNC', { network: 'x' }],
  ])('%s is 422 and names the parameter', async (_what, body) => {
    const answer = await send(viaJson('/verify/network-unblock', body, basic));
    expect(answer.status).toBe(422);
    expect(parseObject(answer.text)).toMatchObject({
      title: expect.any(String),
      detail: expect.any(String),
      invalid_parameters: expect.arrayContaining([expect.objectContaining({})]),
    });
  });

  test('wrong credentials are 401, a problem document', async () => {
    const headers = { authorization: basicAuthorization('00000000', 'no') };
    const answer = await send(viaJson('/verify/network-unblock', { network: '23410' }, headers));
    expect(answer.status).toBe(401);
    expect(parseObject(answer.text)).toMatchObject({ title: 'Unauthorized' });
  });
});
