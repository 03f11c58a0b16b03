import { beforeAll, describe, expect, test } from 'vitest';
import { parseObject, send, viaQuery } from '../support/http.ts';
import { wrongCode } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { bodyOf, freshSubscriber, paths, type WireBody } from '../support/verifynow.ts';
import { type RecordedCall, recordedPairs } from './recorded-requests.ts';

type Values = Readonly<Record<string, string>>;

let token = '';
beforeAll(async () => {
  const key = Buffer.from(sandbox.apiSecret).toString('base64');
  const customerId = `C-${sandbox.apiKey}`;
  const answer = await send(viaQuery(paths.token, { customerId, key, scope: 'NEW' }));
  token = String(parseObject(answer.text).token);
});

function filled(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => values[name] ?? 'NOTHING');
}

async function replay(call: RecordedCall, values: Values): Promise<WireBody> {
  const headers = Object.entries(call.headers).map(([name, value]) => [
    name,
    filled(value, values),
  ]);
  const answer = await send({
    method: call.method,
    path: filled(call.path, values),
    headers: Object.fromEntries(headers),
    ...(call.body !== undefined && { body: filled(call.body, values) }),
  });
  expect(answer.status, answer.text).toBe(200);
  return bodyOf(answer);
}

describe('integrators’ programs', () => {
  test.each(recordedPairs)(
    '$name',
    async ({ send, validate, word, codeLength = 4, channel = 'sms' }) => {
      const { to, fields } = freshSubscriber();
      const values = {
        token,
        customer: `C-${sandbox.apiKey}`,
        country: fields.countryCode ?? '',
        national: fields.mobileNumber ?? '',
      };
      const sent = await replay(send, values);
      const id = String(sent.data.verificationId);
      // What clients read: both codes, one as a number and one as a text, and an id that is a Long.
      expect(sent).toMatchObject({ responseCode: 200, data: { responseCode: '200' } });
      expect(Number.isSafeInteger(Number(id))).toBe(true);
      const [message] = await waitForMessages(to);
      expect(message).toMatchObject({ channel });
      const code = String(message?.code);
      expect(code).toHaveLength(codeLength);
      const wrong = await replay(validate, { ...values, id, code: wrongCode(code) });
      expect(wrong).toMatchObject({ responseCode: 702, message: 'WRONG_OTP_PROVIDED' });
      const right = await replay(validate, { ...values, id, code });
      expect(right).toMatchObject({ responseCode: 200, data: { verificationStatus: word } });
      const again = await replay(validate, { ...values, id, code });
      expect(again).toMatchObject({ responseCode: 703, message: 'ALREADY_VERIFIED' });
    },
  );
});
