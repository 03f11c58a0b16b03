import { describe, expect, test } from 'vitest';
import { mediaType, send, viaForm } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { replay } from '../support/recorded.ts';
import { KEYS } from '../support/verify.ts';
import { recordedRequests } from './recorded-requests.ts';

describe('messages of clients that cannot run here', () => {
  test.each(recordedRequests)('$name', async (recorded) => {
    await replay(recorded);
  });

  test('Java 2.0.0: a form to /sms/xml, whose answer must have a status', async () => {
    const to = freshNumber();
    const params = { from: 'Acme', to, text: 'Hello', type: 'text', ...KEYS };
    const answer = await send(viaForm('/sms/xml', params, { 'user-agent': 'nexmo-java/2.0.0' }));
    expect(answer.status).toBe(200);
    expect(mediaType(answer)).toBe('text/xml');
    expect(answer.text).toContain(`<to>${to}</to><status>0</status>`);
  });
});
