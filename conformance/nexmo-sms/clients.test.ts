/** The vendor's clients, unmodified: text, unicode, long and binary messages, and refusals. */
import { describe, expect, test } from 'vitest';
import {
  handed,
  legacyConstructors,
  openLegacy,
  openVonage3,
  settled,
} from '../support/clients.ts';
import { acceptedMessage } from '../support/messages.ts';
import { freshNumber } from '../support/numbers.ts';
import { waitForMessages, waitForText } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';

describe.each(legacyConstructors)('$name', ({ Client }) => {
  const client = openLegacy(Client);
  const sendSms = (to: string, text: string, options = {}) =>
    handed((callback) => client.message.sendSms('Acme', to, text, options, callback));

  test('sendSms hands back one message with every documented field', async () => {
    const to = freshNumber();
    const { error, result } = await sendSms(to, 'Hello & good day', { 'client-ref': 'r 1' });
    expect(error).toBeNull();
    expect(result).toEqual({
      'message-count': '1',
      messages: [{ ...acceptedMessage(to), 'client-ref': 'r 1' }],
    });
    const [message] = await waitForMessages(to);
    expect(message).toMatchObject({ from: 'Acme', text: 'Hello & good day', code: null });
  });

  test('sendSms with type unicode', async () => {
    const to = freshNumber();
    const { result } = await sendSms(to, 'Привет 👋', { type: 'unicode' });
    expect(result).toMatchObject({ 'message-count': '1', messages: [{ status: '0' }] });
    expect((await waitForMessages(to))[0]?.text).toBe('Привет 👋');
  });

  test('sendSms of a long text: an element a part, one message on the phone', async () => {
    const to = freshNumber();
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(8).trim();
    const { result } = await sendSms(to, text);
    expect(result).toEqual({
      'message-count': '3',
      messages: [acceptedMessage(to), acceptedMessage(to), acceptedMessage(to)],
    });
    expect(await waitForText(to, text)).toMatchObject({ parts: 3 });
  });

  test('sendBinaryMessage', async () => {
    const to = freshNumber();
    const { error, result } = await handed((callback) =>
      client.message.sendBinaryMessage(
        'Acme',
        to,
        '0011223344556677',
        '06050415811581',
        {},
        callback,
      ),
    );
    expect(error).toBeNull();
    expect(result).toEqual({ 'message-count': '1', messages: [acceptedMessage(to)] });
    const [message] = await waitForMessages(to);
    expect(message).toMatchObject({
      text: '',
      binary: { data: '0011223344556677', header: '06050415811581' },
    });
  });

  test.each([
    [
      'a sender that is none',
      'A sender far too long',
      {},
      '15',
      'Illegal Sender Address - rejected',
    ],
    ['a type of long ago', 'Acme', { type: 'wappush' }, '3', 'Invalid value for param: type'],
    ['a lifetime of seconds', 'Acme', { ttl: 900 }, '3', 'Invalid value for param: ttl'],
  ])(
    '%s is refused without an error for the callback',
    async (_name, from, options, status, text) => {
      const { error, result } = await handed((callback) =>
        client.message.sendSms(from, freshNumber(), 'Hello', options, callback),
      );
      expect(error).toBeNull();
      expect(result).toEqual({
        'message-count': '1',
        messages: [{ status, 'error-text': text }],
      });
    },
  );

  test('a wrong secret is status 4', async () => {
    const stranger = openLegacy(Client, { apiKey: sandbox.apiKey, apiSecret: 'Wr0ngS3cret' });
    const { error, result } = await handed((callback) =>
      stranger.message.sendSms('Acme', freshNumber(), 'Hello', {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({ messages: [{ status: '4', 'error-text': 'Bad Credentials' }] });
  });

  test.each(['md5hash', 'sha256'])(
    'a request signed by %s is believed',
    async (signatureMethod) => {
      const signing = openLegacy(Client, {
        apiKey: sandbox.apiKey,
        apiSecret: 'not used when signing',
        signatureSecret: sandbox.signatureSecret,
        signatureMethod,
      });
      const to = freshNumber();
      const { error, result } = await handed((callback) =>
        signing.message.sendSms('Acme', to, 'Hello', {}, callback),
      );
      expect(error).toBeNull();
      expect(result).toMatchObject({ messages: [{ status: '0', to }] });
    },
  );
});

describe('@vonage/server-sdk 3.30.1', () => {
  const { sms } = openVonage3();
  const shownMessage = (to: string) => ({
    to,
    messageId: acceptedMessage(to)['message-id'],
    status: '0',
    remainingBalance: acceptedMessage(to)['remaining-balance'],
    messagePrice: acceptedMessage(to)['message-price'],
  });

  test('send hands back its messages', async () => {
    const to = freshNumber();
    const { error, result } = await settled(() =>
      sms.send({ to, from: 'Vonage APIs', text: 'Hello', clientRef: 'r 1', accountRef: 'team' }),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({
      messageCount: '1',
      messages: [{ ...shownMessage(to), clientRef: 'r 1', accountRef: 'team' }],
    });
    const [message] = await waitForMessages(to);
    expect(message).toMatchObject({ from: 'VonageAPIs', text: 'Hello' });
  });

  test('send takes typed values and a long unicode text', async () => {
    const to = freshNumber();
    const text = 'Здравствуйте. '.repeat(12).trim();
    const { error, result } = await settled(() =>
      sms.send({
        to,
        from: 'Acme',
        text,
        type: 'unicode' as never,
        statusReportReq: true,
        ttl: 86_400_000,
      }),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({ messageCount: '3' });
    expect(await waitForText(to, text)).toMatchObject({ parts: 3 });
  });

  test('messageClass 0 is a flash', async () => {
    const to = freshNumber();
    await sms.send({ to, from: 'Acme', text: 'Now', messageClass: 0 });
    expect((await waitForMessages(to))[0]).toMatchObject({ text: 'Now', flash: true });
  });

  test('a refusal is thrown, and tells what was wrong', async () => {
    const { error } = await settled(() => sms.send({ to: 'nobody', from: 'Acme', text: 'Hello' }));
    expect(error).toMatchObject({ name: expect.stringMatching(/Failure|Error/) });
    const failure = error as { getFailedMessages(): { status: string; errorText: string }[] };
    expect(failure.getFailedMessages()).toMatchObject([{ status: '3' }]);
  });

  test('a wrong secret is told the same way', async () => {
    const stranger = openVonage3({ apiKey: sandbox.apiKey, apiSecret: 'Wr0ngS3cret' });
    const { error } = await settled(() =>
      stranger.sms.send({ to: freshNumber(), from: 'Acme', text: 'Hello' }),
    );
    const failure = error as { getFailedMessages(): { status: string }[] };
    expect(failure.getFailedMessages()).toMatchObject([{ status: '4' }]);
  });
});
