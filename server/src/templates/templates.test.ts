import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createTestApplication } from '../../test-support/workbench.ts';
import type { Application } from '../applications/application.ts';
import type { Channel } from '../channels/contract.ts';
import * as channelRegistry from '../channels/index.ts';
import { sql } from '../db/client.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { createTemplateDesk, type TemplateDesk } from './template-desk.ts';

const keyRing = readKeyRing(generateKeyRing());
const channels = new Map<string, Channel>(
  Object.values(channelRegistry).map((channel) => [channel.name, channel]),
);
const actor = 'application';

let database: TestDatabase;
let desk: TemplateDesk;
let application: Application;
beforeAll(async () => {
  database = await createTestDatabase();
  desk = createTemplateDesk({ db: database.db, channels });
});
beforeEach(async () => {
  application = await createTestApplication(database.db, keyRing, 'sandbox');
});
afterAll(() => database.drop());

const create = (name: string, of = application) =>
  desk.createTemplate({ applicationId: of.id, actor, name });
const addText = (templateId: string, channel: string, locale: string, text: string) =>
  desk.createFragment({
    applicationId: application.id,
    actor,
    templateId,
    channel,
    locale,
    text,
  });
const conflict = (reason: string) => ({ code: 'conflict', publicDetail: { reason } });
const notFound = (parameter: string) => ({ code: 'not_found', publicDetail: { parameter } });

describe('templates', () => {
  test('the first is the default, and the default changes hands whole', async () => {
    const first = await create('first');
    const second = await create('second');
    expect([first.isDefault, second.isDefault]).toEqual([true, false]);
    const applicationId = application.id;
    const changed = await desk.changeTemplate({
      applicationId,
      actor,
      templateId: second.id,
      isDefault: true,
    });
    expect(changed).toMatchObject({ name: 'second', isDefault: true });
    const listed = await desk.listTemplates({ applicationId });
    expect(listed.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['first', false],
      ['second', true],
    ]);
  });

  test('the default stays the default when told not to be', async () => {
    const { id: templateId } = await create('only');
    const applicationId = application.id;
    const change = { applicationId, actor, templateId, name: 'renamed', isDefault: false };
    expect(await desk.changeTemplate(change)).toMatchObject({ name: 'renamed', isDefault: true });
  });

  test('have names of their own, per application', async () => {
    const { id: templateId } = await create('mine');
    const { id: otherId } = await create('other');
    await expect(create('mine')).rejects.toMatchObject(conflict('template-exists'));
    const applicationId = application.id;
    const rename = (id: string, name: string) =>
      desk.changeTemplate({ applicationId, actor, templateId: id, name });
    await expect(rename(otherId, 'mine')).rejects.toMatchObject(conflict('template-exists'));
    expect(await rename(templateId, 'mine')).toMatchObject({ name: 'mine' });
    const stranger = await createTestApplication(database.db, keyRing, 'sandbox');
    expect(await create('mine', stranger)).toMatchObject({ name: 'mine', isDefault: true });
  });

  test.each(['', ' ', 'a b', 'a/b', 'é', 'x'.repeat(65), 'a\u0000'])(
    'take no name like %j',
    async (name) => {
      await expect(create(name)).rejects.toMatchObject({ code: 'invalid_parameter' });
    },
  );

  test('are ten at most, however many are asked for at once', async () => {
    const asked = Array.from({ length: 14 }, (_, index) => create(`template-${index}`));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject(conflict('max-templates'));
    }
    const listed = await desk.listTemplates({ applicationId: application.id });
    expect(listed.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  test('go when they are empty, the default one last', async () => {
    const [first, second] = [await create('first'), await create('second')];
    const applicationId = application.id;
    const remove = (templateId: string) =>
      desk.deleteTemplate({ applicationId, actor, templateId });
    await expect(remove(first.id)).rejects.toMatchObject(conflict('default-template'));
    const fragment = await addText(second.id, 'sms', 'en-us', 'Code ${code}');
    await expect(remove(second.id)).rejects.toMatchObject(conflict('not-empty-template'));
    await desk.deleteFragment({
      applicationId,
      actor,
      templateId: second.id,
      fragmentId: fragment.id,
    });
    await remove(second.id);
    await remove(first.id);
    expect(await desk.listTemplates({ applicationId })).toEqual([]);
    await expect(remove(first.id)).rejects.toMatchObject(notFound('template'));
  });

  test('are nobody else’s to see, change, fill or delete', async () => {
    const { id: templateId } = await create('mine');
    const { id: fragmentId } = await addText(templateId, 'sms', 'en-us', 'Code ${code}');
    const stranger = await createTestApplication(database.db, keyRing, 'sandbox');
    const at = { applicationId: stranger.id, actor, templateId };
    const text = '${code}';
    const tries = [
      desk.getTemplate(at),
      desk.changeTemplate({ ...at, name: 'taken' }),
      desk.deleteTemplate(at),
      desk.listFragments(at),
      desk.getFragment({ ...at, fragmentId }),
      desk.createFragment({ ...at, channel: 'sms', locale: 'de-de', text }),
      desk.changeFragment({ ...at, fragmentId, text }),
      desk.deleteFragment({ ...at, fragmentId }),
      desk.resolveTemplate({
        applicationId: stranger.id,
        template: { id: templateId },
        channels: ['sms'],
        locale: 'en-us',
      }),
    ];
    for (const one of await Promise.allSettled(tries)) {
      expect(one).toMatchObject({ status: 'rejected', reason: notFound('template') });
    }
    expect(await desk.listTemplates({ applicationId: stranger.id })).toEqual([]);
  });

  test('every change is in the audit', async () => {
    const { id: templateId } = await create('mine');
    const { id: fragmentId } = await addText(templateId, 'sms', 'en-us', 'Code ${code}');
    const at = { applicationId: application.id, actor, templateId };
    await desk.changeFragment({ ...at, fragmentId, text: 'New ${code}' });
    await desk.changeTemplate({ ...at, name: 'renamed' });
    await desk.deleteFragment({ ...at, fragmentId });
    await desk.deleteTemplate(at);
    const entries = await database.db.query<{ action: string; subject: string }>(sql`
      select action, subject from audit_entries
      where application_id = ${application.id} and action like 'template%' order by id`);
    expect(entries.map(({ action }) => action)).toEqual([
      'template.created',
      'template.fragment-created',
      'template.fragment-changed',
      'template.changed',
      'template.fragment-deleted',
      'template.deleted',
    ]);
    expect(new Set(entries.map(({ subject }) => subject))).toEqual(new Set([templateId]));
  });
});

describe('fragments', () => {
  let templateId: string;
  beforeEach(async () => {
    templateId = (await create('mine')).id;
  });

  test('are one for a channel and locale, whatever the locale’s spelling', async () => {
    const made = await addText(templateId, 'sms', 'en_US', 'Code ${code}');
    expect(made).toMatchObject({ channel: 'sms', locale: 'en-us', text: 'Code ${code}' });
    const again = addText(templateId, 'sms', 'EN-us', 'Other ${code}');
    await expect(again).rejects.toMatchObject(conflict('fragment-exists'));
    await addText(templateId, 'voice', 'en-us', 'Code ${code}, I repeat ${code}');
    await addText(templateId, 'sms', 'de-de', 'Code ${code}');
    const listed = await desk.listFragments({ applicationId: application.id, templateId });
    expect(listed.map(({ channel, locale }) => `${channel} ${locale}`)).toEqual([
      'sms de-de',
      'sms en-us',
      'voice en-us',
    ]);
  });

  test.each([
    ['without the code', 'Hello from ${brand}'],
    ['with the code twice', '${code} and ${code}'],
    ['with a variable nobody knows', '${code} ${password}'],
    ['with a malformed variable', '${code} ${'],
    ['with an inherited name', '${code} ${constructor}'],
    ['that is too long', `\${code}${'x'.repeat(1600)}`],
    ['that would be too long with its values', `\${code}${'${brand}'.repeat(198)}`],
    ['with a NUL', '${code}\u0000'],
    ['with half a character', '${code}\ud800'],
  ])('take no text %s', async (_what, text) => {
    const refused = { code: 'invalid_template' };
    await expect(addText(templateId, 'sms', 'en-us', text)).rejects.toMatchObject(refused);
    const { id: fragmentId } = await addText(templateId, 'sms', 'en-us', 'Code ${code}');
    const at = { applicationId: application.id, actor, templateId, fragmentId };
    await expect(desk.changeFragment({ ...at, text })).rejects.toMatchObject(refused);
    expect(await desk.getFragment(at)).toMatchObject({ text: 'Code ${code}' });
  });

  test.each(['', 'e', 'english-language-of-all', 'en us', "en'--", '../en'])(
    'take no locale like %j',
    async (locale) => {
      const refused = { code: 'invalid_parameter', publicDetail: { parameter: 'locale' } };
      const made = addText(templateId, 'sms', locale, 'Code ${code}');
      await expect(made).rejects.toMatchObject(refused);
    },
  );

  test.each(['pigeon', 'silent-auth', 'constructor'])('take no channel %s', async (channel) => {
    const made = addText(templateId, channel, 'en-us', 'Code ${code}');
    const refused = { code: 'invalid_parameter', publicDetail: { parameter: 'channel' } };
    await expect(made).rejects.toMatchObject(refused);
  });

  test('are not found under another template, nor by what is no id', async () => {
    const { id: fragmentId } = await addText(templateId, 'sms', 'en-us', 'Code ${code}');
    const other = await create('other');
    const applicationId = application.id;
    const find = (of: string, id: string) =>
      desk.getFragment({ applicationId, templateId: of, fragmentId: id });
    await expect(find(other.id, fragmentId)).rejects.toMatchObject(notFound('fragment'));
    await expect(find(templateId, 'x')).rejects.toMatchObject(notFound('fragment'));
    await expect(find('x', fragmentId)).rejects.toMatchObject(notFound('template'));
  });
});

describe('resolving', () => {
  const resolve = (request: {
    template?: { id: string } | { name: string };
    channels?: readonly string[];
    locale?: string;
  }) =>
    desk.resolveTemplate({
      applicationId: application.id,
      channels: ['sms', 'voice'],
      locale: 'en-us',
      ...request,
    });

  test('nothing is used where there is no template', async () => {
    expect(await resolve({})).toBeUndefined();
  });

  test('the default is used where none is named, the named one otherwise', async () => {
    const [first, second] = [await create('first'), await create('second')];
    await addText(first.id, 'sms', 'en-us', 'First ${code}');
    await addText(second.id, 'sms', 'en-us', 'Second ${code}');
    const textOf = async (request: Parameters<typeof resolve>[0]) =>
      (await resolve(request))?.texts.get('sms');
    expect(await textOf({})).toBe('First ${code}');
    expect(await textOf({ template: { id: second.id } })).toBe('Second ${code}');
    expect(await textOf({ template: { name: 'second' } })).toBe('Second ${code}');
    await expect(resolve({ template: { name: 'third' } })).rejects.toMatchObject(
      notFound('template'),
    );
    await expect(resolve({ template: { id: 'no id' } })).rejects.toMatchObject(
      notFound('template'),
    );
  });

  test('a text is in the wanted locale, else in its language, else the channel’s own', async () => {
    const { id } = await create('mine');
    await addText(id, 'sms', 'en-us', 'US ${code}');
    await addText(id, 'sms', 'en-gb', 'GB ${code}');
    await addText(id, 'sms', 'pt', 'PT ${code}');
    await addText(id, 'sms', 'pt-br', 'BR ${code}');
    const textIn = async (locale: string) => (await resolve({ locale }))?.texts.get('sms');
    expect(await textIn('en-us')).toBe('US ${code}');
    expect(await textIn('EN_US')).toBe('US ${code}');
    expect(await textIn('en-au')).toBe('GB ${code}');
    expect(await textIn('pt-pt')).toBe('PT ${code}');
    expect(await textIn('pt-br')).toBe('BR ${code}');
    expect(await textIn('de-de')).toBeUndefined();
  });

  test('texts are each channel’s own', async () => {
    const { id } = await create('mine');
    await addText(id, 'sms', 'en-us', 'Read ${code}');
    await addText(id, 'voice', 'en-us', 'Hear ${code}');
    const all = await resolve({});
    expect(Object.fromEntries(all?.texts ?? [])).toEqual({
      sms: 'Read ${code}',
      voice: 'Hear ${code}',
    });
    expect([...((await resolve({ channels: ['email'] }))?.texts ?? [])]).toEqual([]);
  });
});

describe('inspecting a text', () => {
  const inspect = (text: string, channel = 'sms') =>
    desk.inspectFragment({ channel, locale: 'en-us', text, brand: 'Acme' });
  const codesOf = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

  test('shows it as it would arrive', () => {
    const { sample, errors, warnings } = inspect('${brand}: ${code}, ${time-limit} minutes');
    expect(sample).toMatchObject({
      text: 'Acme: 123456, 5 minutes',
      encoding: 'gsm-7',
      segments: 1,
    });
    expect([errors, warnings]).toEqual([[], []]);
  });

  test('measures a text message, and nothing else', () => {
    expect(inspect('${brand}: ${code}').size).toEqual({ length: 12, capacity: 160 });
    expect(inspect('${brand}: ${code} ✓').size).toEqual({ length: 14, capacity: 70 });
    expect(inspect('${brand}: ${code}', 'email').size).toBeNull();
  });

  test('asks for the line that a browser finds the code by, where it is wished', () => {
    const bound = (text: string, channel = 'sms') =>
      desk.inspectFragment({
        ...{ channel, locale: 'en', text, brand: 'Acme', originBound: 'acme.example' },
      });
    const { warnings, withAutofill } = bound('Acme: ${code}');
    expect(codesOf(warnings)).toEqual(['origin-line-missing']);
    expect(withAutofill).toBe('Acme: ${code}\n\n@acme.example #${code}');
    expect(bound(withAutofill ?? '')).toMatchObject({
      errors: [],
      warnings: [],
      withAutofill: null,
    });
    expect(codesOf(bound('Acme: ${code} ${nick}').errors)).toEqual(['unknown-parameter']);
    expect(bound('Acme: ${code}', 'email')).toMatchObject({ warnings: [], withAutofill: null });
  });

  test.each([
    ['Hello ${brand}', 'code-missing'],
    ['${code} ${code}', 'code-repeated'],
    ['${code} ${', 'malformed-parameter'],
    ['${code} ${name}', 'unknown-parameter'],
    ['${code} ${company}', 'unknown-parameter'],
    ['', 'empty'],
  ])('says why %j would be refused', (text, code) => {
    const { sample, errors } = inspect(text);
    expect([sample, codesOf(errors)]).toEqual([null, [code]]);
  });

  test('warns of what may be a mistake, where it is one', () => {
    expect(codesOf(inspect('Your code ${code} – 2026').warnings)).toEqual([
      'outside-gsm-7',
      'ucs-2',
      'company-missing',
      'other-number',
    ]);
    expect(codesOf(inspect('Your code ${code} – 2026', 'voice').warnings)).toEqual([
      'company-missing',
    ]);
    expect(inspect('${brand}: ${code}, again ${code}', 'voice').errors).toEqual([]);
  });
});
