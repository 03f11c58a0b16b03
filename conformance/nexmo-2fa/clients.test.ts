import { describe, expect, test } from 'vitest';
import { handed, legacyConstructors, openLegacy } from '../support/clients.ts';
import { acceptedMessage } from '../support/messages.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';

describe.each(legacyConstructors)('message.shortcode2FA of $name', ({ Client }) => {
  const client = openLegacy(Client);

  test('hands back one message with every documented field, all of them text', async () => {
    const to = freshUsNumber();
    const { error, result } = await handed((callback) =>
      client.message.shortcode2FA(to, { pin: '4711' }, { 'client-ref': 'r 1' }, callback),
    );
    expect(error).toBeNull();
    expect(result).toEqual({
      'message-count': '1',
      messages: [{ ...acceptedMessage(to), 'client-ref': 'r 1' }],
    });
  });

  test('delivers the caller’s own PIN to the handset', async () => {
    const to = freshUsNumber();
    await handed((callback) => client.message.shortcode2FA(to, { pin: '0042' }, {}, callback));
    const [message] = await waitForMessages(to);
    expect(message).toMatchObject({ channel: 'sms', to, code: '0042' });
    expect(message?.text).toContain('0042');
  });

  test('takes template parameters beside the PIN', async () => {
    const to = freshUsNumber();
    const { error, result } = await handed((callback) =>
      client.message.shortcode2FA(to, { pin: '4711', company: 'Acme & Söhne' }, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({ messages: [{ status: '0' }] });
  });

  test('a recipient that is no number is status 3, without an error for the callback', async () => {
    const { error, result } = await handed((callback) =>
      client.message.shortcode2FA('nobody', { pin: '4711' }, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({
      messages: [{ status: '3', 'error-text': 'to address is not numeric' }],
    });
  });

  test('a missing PIN is status 2', async () => {
    const { error, result } = await handed((callback) =>
      client.message.shortcode2FA(freshUsNumber(), {}, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({
      messages: [{ status: '2', 'error-text': 'Missing pin param' }],
    });
  });

  test('a wrong secret is status 4', async () => {
    const stranger = openLegacy(Client, { apiKey: sandbox.apiKey, apiSecret: 'Wr0ngS3cret' });
    const { error, result } = await handed((callback) =>
      stranger.message.shortcode2FA(freshUsNumber(), { pin: '4711' }, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({ messages: [{ status: '4', 'error-text': 'Bad Credentials' }] });
  });

  test.each(['md5hash', 'md5', 'sha1', 'sha256', 'sha512'])(
    'signs its request by %s and is believed',
    async (signatureMethod) => {
      const signing = openLegacy(Client, {
        apiKey: sandbox.apiKey,
        apiSecret: 'not used when signing',
        signatureSecret: sandbox.signatureSecret,
        signatureMethod,
      });
      const to = freshUsNumber();
      const { error, result } = await handed((callback) =>
        signing.message.shortcode2FA(to, { pin: '4711' }, { 'client-ref': 'r 1' }, callback),
      );
      expect(error).toBeNull();
      expect(result).toMatchObject({ messages: [{ status: '0', to }] });
    },
  );

  test('a signature by another secret is status 14', async () => {
    const signing = openLegacy(Client, {
      apiKey: sandbox.apiKey,
      apiSecret: '',
      signatureSecret: 'another secret',
      signatureMethod: 'sha256',
    });
    const { error, result } = await handed((callback) =>
      signing.message.shortcode2FA(freshUsNumber(), { pin: '4711' }, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({ messages: [{ status: '14' }] });
  });
});
