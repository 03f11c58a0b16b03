/** Templates, fragments and variables; and that requests are worded by them. */
import { describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import type { JsonObject } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';
import { expectProblem, startV2, UUID, v2 } from '../support/verify-v2.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

async function scene() {
  const application = await createApplication();
  const call = (method: string, path: string, body?: unknown) =>
    v2(method, `/templates${path}`, body, application);
  const create = async (name: string): Promise<string> => {
    const answer = await call('POST', '', { name });
    expect(answer.status, answer.raw.text).toBe(201);
    return String(answer.body.template_id);
  };
  const addText = async (templateId: string, channel: string, locale: string, text: string) => {
    const path = `/${templateId}/template_fragments`;
    const answer = await call('POST', path, { channel, locale, text });
    expect(answer.status, answer.raw.text).toBe(201);
    return String(answer.body.template_fragment_id);
  };
  return { application, call, create, addText };
}

const conflict = (code: string, detail: string) => ({
  status: 409,
  code,
  title: 'Conflict',
  detail,
});

describe('templates', () => {
  test('are made, read, changed, listed and deleted', async () => {
    const { call } = await scene();
    const made = await call('POST', '', { name: 'my-template' });
    const id = String(made.body.template_id);
    const href = `/v2/verify/templates/${id}`;
    const template = {
      template_id: expect.stringMatching(UUID),
      name: 'my-template',
      is_default: true,
      _links: { self: { href }, fragments: { href: `${href}/template_fragments` } },
    };
    expect([made.status, made.body]).toEqual([201, template]);
    expect(made.raw.headers.location).toBe(href);
    expect((await call('GET', `/${id}`)).body).toEqual(template);
    const second = await call('POST', '', { name: 'second' });
    expect(second.body.is_default).toBe(false);
    const change = { name: 'renamed', is_default: true };
    const changed = await call('PATCH', `/${second.body.template_id}`, change);
    expect([changed.status, changed.body]).toMatchObject([200, change]);
    expect((await call('GET', `/${id}`)).body.is_default).toBe(false);
    const gone = await call('DELETE', `/${id}`);
    expect([gone.status, gone.raw.text]).toEqual([204, '']);
    expectProblem(await call('GET', `/${id}`), {
      status: 404,
      code: 'template-not-found',
      title: 'Not Found',
      detail: 'Template was not found.',
    });
  });

  test('are paged as HAL, the default one among them', async () => {
    const { call, create } = await scene();
    for (const name of ['a', 'b', 'c']) await create(name);
    const { body } = await call('GET', '?page=2&page_size=2');
    const href = (page: number) => ({
      href: `/v2/verify/templates?page=${page}&page_size=2`,
    });
    expect(body).toEqual({
      page_size: 2,
      page: 2,
      total_pages: 2,
      total_items: 3,
      _embedded: { templates: [expect.objectContaining({ name: 'c' })] },
      _links: { first: href(1), self: href(2), prev: href(1), last: href(2) },
    });
    const first = (await call('GET', '?page=1&page_size=2')).body;
    expect(first._links).toMatchObject({ next: href(2) });
    const beyond = (await call('GET', '?page=9&page_size=2')).body;
    expect(beyond).toMatchObject({ page: 9, _embedded: { templates: [] } });
    const all = (await call('GET', '?page=1&page_size=1000')).body;
    expect(all).toMatchObject({ total_pages: 1, total_items: 3 });
    expect(all._links).not.toHaveProperty('next');
  });

  test('an account without any has an empty page', async () => {
    const { call } = await scene();
    expect((await call('GET', '')).body).toMatchObject({
      page: 1,
      page_size: 10,
      total_pages: 1,
      total_items: 0,
      _embedded: { templates: [] },
    });
  });

  test('keep the vendor’s limits', async () => {
    const { call, create, addText } = await scene();
    const id = await create('t0');
    expectProblem(
      await call('POST', '', { name: 't0' }),
      conflict('template-exists', 'A template with this name already exists'),
    );
    const other = await create('t1');
    expectProblem(
      await call('PATCH', `/${other}`, { name: 't0' }),
      conflict('template-exists', 'A template with this name already exists'),
    );
    for (let index = 2; index < 10; index += 1) await create(`t${index}`);
    expectProblem(
      await call('POST', '', { name: 't10' }),
      conflict('max-templates', 'An account can only have a maximum of 10 custom templates'),
    );
    await addText(other, 'sms', 'en-us', 'Code ${code}');
    expectProblem(
      await call('DELETE', `/${other}`),
      conflict(
        'not-empty-template',
        'The template is not empty and cannot be deleted. Please delete its fragments first',
      ),
    );
    expect((await call('DELETE', `/${id}`)).body.type).toMatch(/#default-template$/);
  });

  test.each([
    [{}, 'Name is required'],
    [{ name: '' }, 'Name is required'],
    [{ name: 'a b' }, /^Name must/],
    [{ name: 'x'.repeat(65) }, /^Name must/],
    [{ name: ['a'] }, /^Name must/],
  ])('take no name like %j', async (body, reason) => {
    const { call } = await scene();
    expectProblem(await call('POST', '', body), {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [{ name: 'name', reason }],
    });
  });

  test('an id that is none is 422, as at the vendor’s', async () => {
    const { call, create } = await scene();
    const refused = (name: string) => ({
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [{ name, reason: 'Value must be an UUID' }],
    });
    expectProblem(await call('GET', '/abc'), refused('Template ID'));
    expectProblem(await call('PATCH', '/abc', { name: 'x' }), refused('Template ID'));
    expectProblem(await call('DELETE', '/abc'), refused('Template ID'));
    const id = await create('t');
    const path = `/${id}/template_fragments/abc`;
    expectProblem(await call('GET', path), refused('Template Fragment ID'));
  });

  test.each(['page=0', 'page=x', 'page_size=0', 'page_size=1001', 'page=-1'])(
    'a list with %s is 422',
    async (query) => {
      const { call } = await scene();
      expect((await call('GET', `?${query}`)).status).toBe(422);
    },
  );

  test('are nobody else’s', async () => {
    const { create } = await scene();
    const id = await create('mine');
    const stranger = await createApplication();
    for (const [method, path, body] of [
      ['GET', `/templates/${id}`, undefined],
      ['PATCH', `/templates/${id}`, { name: 'taken' }],
      ['DELETE', `/templates/${id}`, undefined],
      ['GET', `/templates/${id}/template_fragments`, undefined],
      [
        'POST',
        `/templates/${id}/template_fragments`,
        { channel: 'sms', locale: 'en-us', text: '${code}' },
      ],
    ] as const) {
      const answer = await v2(method, path, body, stranger);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    const workflow = [{ channel: 'sms', to: freshNumber() }];
    const start = { brand: 'Acme', workflow, template_id: id };
    expect((await v2('POST', '', start, stranger)).status).toBe(422);
  });
});

describe('fragments', () => {
  test('are made, read, changed, listed and deleted', async () => {
    const { call, create } = await scene();
    const templateId = await create('t');
    const all = `/${templateId}/template_fragments`;
    const body = { channel: 'sms', locale: 'en-us', text: 'The code for ${brand} is ${code}' };
    const made = await call('POST', all, body);
    const id = String(made.body.template_fragment_id);
    const template = `/v2/verify/templates/${templateId}`;
    const fragment = {
      template_fragment_id: expect.stringMatching(UUID),
      ...body,
      date_updated: expect.stringMatching(ISO),
      date_created: expect.stringMatching(ISO),
      _links: {
        self: { href: `${template}/template_fragments/${id}` },
        template: { href: template },
      },
    };
    expect([made.status, made.body]).toEqual([201, fragment]);
    expect((await call('GET', `${all}/${id}`)).body).toEqual(fragment);
    const changed = await call('PATCH', `${all}/${id}`, { text: 'x ${code}' });
    expect([changed.status, changed.body]).toEqual([200, { ...fragment, text: 'x ${code}' }]);
    const listed = await call('GET', `${all}?page=1&page_size=5`);
    expect(listed.body).toMatchObject({
      total_items: 1,
      _embedded: { template_fragments: [{ text: 'x ${code}' }] },
    });
    const gone = await call('DELETE', `${all}/${id}`);
    expect([gone.status, gone.raw.text]).toEqual([204, '']);
    expectProblem(await call('GET', `${all}/${id}`), {
      status: 404,
      code: 'template-fragment-not-found',
      title: 'Not Found',
      detail: 'Template Fragment was not found.',
    });
  });

  test('are one for a channel and locale', async () => {
    const { call, create, addText } = await scene();
    const id = await create('t');
    await addText(id, 'sms', 'en-us', 'Code ${code}');
    const again = { channel: 'sms', locale: 'en_US', text: 'Other ${code}' };
    expectProblem(
      await call('POST', `/${id}/template_fragments`, again),
      conflict('fragment-exists', 'A template fragment for this channel and locale already exists'),
    );
  });

  test.each([
    ['no code', { text: 'Hello ${brand}' }],
    ['an unknown variable', { text: '${code} ${name}' }],
    ['a malformed variable', { text: '${code} ${' }],
    ['no text', { text: '' }],
    ['too long a text', { text: `\${code}${'x'.repeat(1600)}` }],
    ['a NUL', { text: '${code}\u0000' }],
    ['an unknown channel', { channel: 'email' }],
    ['no locale', { locale: undefined }],
    ['a bad locale', { locale: 'English please' }],
  ])('with %s are 422', async (_what, members) => {
    const { call, create } = await scene();
    const id = await create('t');
    const body = { channel: 'sms', locale: 'en-us', text: 'Code ${code}', ...members };
    const answer = await call('POST', `/${id}/template_fragments`, body);
    expect(answer.status, answer.raw.text).toBe(422);
    expect(answer.body).toMatchObject({
      title: 'Invalid params',
      invalid_parameters: [{ name: expect.any(String), reason: expect.any(String) }],
    });
  });
});

describe('a request', () => {
  const textOf = async (application: TestApplication, members: JsonObject = {}) => {
    const { number } = await startV2(members, application);
    const [message] = await waitForMessages(number, 1, application);
    return message?.text;
  };

  test('is worded by the default template, or by the one it names', async () => {
    const { application, create, addText } = await scene();
    const [first, second] = [await create('first'), await create('second')];
    await addText(
      first,
      'sms',
      'en-gb',
      'First ${brand}: ${code}, ${time-limit} ${time-limit-unit}',
    );
    await addText(second, 'sms', 'en-gb', 'Second ${code}');
    expect(await textOf(application)).toMatch(/^First Acme Inc: \d{4}, 3 minutes$/);
    expect(await textOf(application, { template_id: second })).toMatch(/^Second \d{4}$/);
    expect(await textOf(application, { locale: 'en-us' })).toMatch(/^First /);
    expect(await textOf(application, { locale: 'de-de' })).toMatch(/Minuten/);
  });

  test('says each channel’s own text, and a channel without one its own words', async () => {
    const { application, create, addText } = await scene();
    const id = await create('t');
    await addText(id, 'sms', 'en-gb', 'Read ${code}');
    await addText(id, 'voice', 'en-gb', 'Hear ${code}');
    const to = freshNumber();
    const workflow = [
      { channel: 'voice', to },
      { channel: 'sms', to },
      { channel: 'whatsapp', to, from: '447700400080' },
    ];
    const { id: request } = await startV2({ workflow }, application);
    for (const _ of [1, 2]) await v2('POST', `/${request}/next_workflow`, undefined, application);
    const texts = (await waitForMessages(to, 3, application)).map(({ channel, text }) => [
      channel,
      text,
    ]);
    expect(texts).toEqual([
      ['whatsapp', expect.stringMatching(/Acme Inc/)],
      ['sms', expect.stringMatching(/^Read \d{4}$/)],
      ['voice', expect.stringMatching(/^Hear /)],
    ]);
  });

  test('keeps the words it began with when the template changes', async () => {
    const { application, call, create, addText } = await scene();
    const id = await create('t');
    const fragment = await addText(id, 'sms', 'en-gb', 'Old ${code}');
    const to = freshNumber();
    const workflow = [
      { channel: 'voice', to },
      { channel: 'sms', to },
    ];
    const { id: request } = await startV2({ workflow }, application);
    await call('PATCH', `/${id}/template_fragments/${fragment}`, { text: 'New ${code}' });
    await v2('POST', `/${request}/next_workflow`, undefined, application);
    const [sms] = await waitForMessages(to, 2, application);
    expect(sms?.text).toMatch(/^Old /);
  });
});

describe('template variables', () => {
  test('are listed, and read one by one', async () => {
    const { body } = await v2('GET', '/template_variables');
    const { template_variables: all } = body._embedded as {
      template_variables: { template_variable_id: string; is_required: boolean }[];
    };
    expect(all.map((one) => [one.template_variable_id, one.is_required])).toEqual([
      ['code', true],
      ['brand', false],
      ['time-limit', false],
      ['time-limit-unit', false],
    ]);
    expect((await v2('GET', '/template_variables/brand')).body).toMatchObject({ name: '${brand}' });
  });

  test('an unknown one is 404 by name', async () => {
    expectProblem(await v2('GET', '/template_variables/nothing'), {
      status: 404,
      code: 'variable-not-found',
      title: 'Not Found',
      detail: 'Template variable nothing was not found',
    });
  });
});
