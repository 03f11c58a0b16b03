import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { approveCampaign, withdrawCampaigns } from '../support/campaigns.ts';
import { handed, legacyConstructors, openLegacy } from '../support/clients.ts';
import { send, viaForm } from '../support/http.ts';
import { freshNumber, freshUsNumber } from '../support/numbers.ts';
import { magicNumber, messagesTo, settle, waitForMessages } from '../support/sandbox.ts';
import { expectRefusal, messageOf, PATH } from '../support/two-factor.ts';
import { KEYS } from '../support/verify.ts';

describe.each(legacyConstructors)('without a campaign, $name', ({ Client }) => {
  test('is handed status 101, Invalid Account for Campaign', async () => {
    const application = await createApplication();
    await withdrawCampaigns(application.id);
    const client = openLegacy(Client, application);
    const { error, result } = await handed((callback) =>
      client.message.shortcode2FA(freshUsNumber(), { pin: '4711' }, {}, callback),
    );
    expect(error).toBeNull();
    expect(result).toMatchObject({
      messages: [{ status: '101', 'error-text': 'Invalid Account for Campaign' }],
    });
  });
});

describe('a fresh live application', () => {
  test('is status 101: it has no campaign yet', async () => {
    const { keys } = await createApplication('live');
    const answer = await send(viaForm(PATH, { to: '14155552671', pin: '4711', ...keys }));
    expectRefusal(answer, '101', 'Invalid Account for Campaign');
  });
});

describe('the template of the campaign', () => {
  const template = '${company}: ${pin} for ${user}, order ${order-id}.';
  const createInitech = async () => {
    const application = await createApplication();
    await approveCampaign(application.id, { company: 'Initech', templates: [template] });
    return application;
  };

  test('is filled with the PIN, the company and the parameters of the request', async () => {
    const application = await createInitech();
    const to = freshUsNumber();
    const params = { to, pin: '4711', user: 'Zoë & Bob', 'order-id': '7', ...application.keys };
    expect(messageOf(await send(viaForm(PATH, params))).status).toBe('0');
    const [message] = await waitForMessages(to, 1, application);
    expect(message).toMatchObject({
      from: '98765',
      code: '4711',
      text: 'Initech: 4711 for Zoë & Bob, order 7.',
    });
  });

  test('a parameter that looks like a placeholder is text, not a placeholder', async () => {
    const application = await createInitech();
    const to = freshUsNumber();
    const user = '${pin}${order-id}$&$1';
    const params = { to, pin: '4711', user, 'order-id': '7', ...application.keys };
    expect(messageOf(await send(viaForm(PATH, params))).status).toBe('0');
    const [message] = await waitForMessages(to, 1, application);
    expect(message?.text).toBe(`Initech: 4711 for ${user}, order 7.`);
  });

  test('a missing template parameter is status 2 and named', async () => {
    const { keys } = await createInitech();
    const params = { to: freshUsNumber(), pin: '4711', 'order-id': '7', ...keys };
    expectRefusal(await send(viaForm(PATH, params)), '2', 'Missing user param');
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])(
    'a placeholder called %s is no inherited member',
    async (name) => {
      const { keys, id } = await createApplication();
      await approveCampaign(id, { templates: [`$\{pin} $\{${name}}`] });
      const answer = await send(viaForm(PATH, { to: freshUsNumber(), pin: '4711', ...keys }));
      expectRefusal(answer, '2', /^Missing \w+ param$/);
    },
  );

  test.each([
    ['a placeholder that is no name', '${pin} ${__proto__}'],
    ['no place for the PIN', 'Hello from ${company}.'],
    ['two places for the PIN', '${pin} ${pin}'],
  ])('with %s is refused when it is saved', async (_what, template) => {
    const { id } = await createApplication();
    await expect(approveCampaign(id, { templates: [template] })).rejects.toThrow(/templates\.0/);
  });

  test('the sender is the number the campaign is on', async () => {
    const application = await createApplication();
    await withdrawCampaigns(application.id);
    await approveCampaign(application.id, { code: '22395', templates: [template] });
    const to = freshUsNumber();
    const params = { to, pin: '4711', user: 'Bob', 'order-id': '7', ...application.keys };
    expect(messageOf(await send(viaForm(PATH, params))).status).toBe('0');
    const [message] = await waitForMessages(to, 1, application);
    expect(message?.from).toBe('22395');
  });
});

describe('the magic numbers', () => {
  test('barred is status 7, Number barred.', async () => {
    const params = { to: await magicNumber('barred'), pin: '4711', ...KEYS };
    expectRefusal(await send(viaForm(PATH, params)), '7', 'Number barred.');
  });

  test('throttled is status 1 and says how many milliseconds to wait', async () => {
    const params = { to: await magicNumber('throttled'), pin: '4711', ...KEYS };
    expectRefusal(
      await send(viaForm(PATH, params)),
      '1',
      /^Throughput Rate Exceeded - please wait \[ \d+ \] and retry$/,
    );
  });
});

describe('the settings of an application', () => {
  test('requests a second: more is status 1 with the wait, never HTTP 429', async () => {
    const { keys } = await createApplication('sandbox', { requestsPerSecond: 2 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        send(viaForm(PATH, { to: freshUsNumber(), pin: '4711', ...keys })),
      ),
    );
    const throttled = answers.map(messageOf).filter(({ status }) => status === '1');
    expect(throttled.length).toBeGreaterThanOrEqual(6);
    expect(throttled[0]?.['error-text']).toMatch(
      /^Throughput Rate Exceeded - please wait \[ \d+ \] and retry$/,
    );
  });

  test('countries: a recipient elsewhere is unroutable and gets nothing', async () => {
    const application = await createApplication('sandbox', { countries: ['US', 'CA'] });
    const to = freshNumber();
    const answer = await send(viaForm(PATH, { to, pin: '4711', ...application.keys }));
    expectRefusal(answer, '6', 'Unroutable message - rejected');
    await settle(100);
    expect(await messagesTo(to, application)).toEqual([]);
  });
});
