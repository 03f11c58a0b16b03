/** The legacy clients, unmodified, on alerts and marketing messages. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { approveCampaign } from '../support/campaigns.ts';
import { handed, type LegacyClient, legacyConstructors, openLegacy } from '../support/clients.ts';
import { acceptedMessage } from '../support/messages.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';

let own: TestApplication;
beforeAll(async () => {
  own = await createApplication('sandbox');
  await approveCampaign(own.id, {
    use: 'alerts',
    code: '98975',
    templates: [
      'Acme: your ${server} is down, for details see ${link}. Reply STOP to cancel.',
      'Acme: your appointment with Dr. Smith is ${time}. Reply STOP to cancel.',
    ],
  });
  await approveCampaign(own.id, {
    use: 'marketing',
    code: '22395',
    templates: [
      'Acme: 20% off today. Reply HELP for help, STOP to cancel. Msg&Data rates may apply.',
    ],
  });
});

describe.each(legacyConstructors)('$name', ({ Client }) => {
  let client: LegacyClient;
  beforeAll(() => {
    client = openLegacy(Client, own);
  });

  test('shortcodeAlert sends the approved text with its parameters', async () => {
    const to = freshUsNumber();
    const { error, result } = await handed((callback) =>
      client.message.shortcodeAlert(
        to,
        { server: 'db & cache', link: 'https://x.test/a?b=c' },
        { 'client-ref': 'r 1', 'status-report-req': 1 },
        callback,
      ),
    );
    expect(error).toBeNull();
    expect(result).toEqual({
      'message-count': '1',
      messages: [{ ...acceptedMessage(to), 'client-ref': 'r 1' }],
    });
    const [message] = await waitForMessages(to, 1, own);
    expect(message).toMatchObject({
      from: '98975',
      code: null,
      text: 'Acme: your db & cache is down, for details see https://x.test/a?b=c. Reply STOP to cancel.',
    });
  });

  test('shortcodeAlert chooses another text by its index', async () => {
    const to = freshUsNumber();
    const { result } = await handed((callback) =>
      client.message.shortcodeAlert(to, { time: 'noon' }, { template: 1 }, callback),
    );
    expect(result).toMatchObject({ messages: [{ status: '0' }] });
    const [message] = await waitForMessages(to, 1, own);
    expect(message?.text).toContain('Dr. Smith is noon.');
  });

  test('shortcodeAlert without a parameter of the text is status 2', async () => {
    const { error, result } = await handed((callback) =>
      client.message.shortcodeAlert(freshUsNumber(), { link: 'x' }, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toEqual({
      'message-count': '1',
      messages: [{ status: '2', 'error-text': 'Missing server param' }],
    });
  });

  test('shortcodeMarketing sends the caller’s text from the campaign’s code', async () => {
    const to = freshUsNumber();
    const { error, result } = await handed((callback) =>
      client.message.shortcodeMarketing(
        to,
        { from: '22395', keyword: 'NEXMO', text: 'Hello' },
        {},
        callback,
      ),
    );
    expect(error).toBeNull();
    expect(result).toEqual({ 'message-count': '1', messages: [acceptedMessage(to)] });
    expect((await waitForMessages(to, 1, own))[0]).toMatchObject({ from: '22395', text: 'Hello' });
  });

  test('shortcodeMarketing from another code is status 101', async () => {
    const { error, result } = await handed((callback) =>
      client.message.shortcodeMarketing(
        freshUsNumber(),
        { from: '666', keyword: 'NEXMO', text: 'Hello' },
        {},
        callback,
      ),
    );
    expect(error).toBeNull();
    expect(result).toEqual({
      'message-count': '1',
      messages: [{ status: '101', 'error-text': 'Invalid Account for Campaign' }],
    });
  });

  test('a wrong secret is status 4', async () => {
    const stranger = openLegacy(Client, { apiKey: own.apiKey, apiSecret: 'Wr0ngS3cret' });
    const { result } = await handed((callback) =>
      stranger.message.shortcodeAlert(freshUsNumber(), {}, {}, callback),
    );
    expect(result).toMatchObject({ messages: [{ status: '4', 'error-text': 'Bad Credentials' }] });
  });
});
