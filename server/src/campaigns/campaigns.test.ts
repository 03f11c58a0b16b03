// biome-ignore-all lint/suspicious/noTemplateCurlyInString: our templates' parameters
/** Campaigns on a real database: what comes into force when, and who loses a race. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createTestApplication } from '../../test-support/workbench.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { getApplication, retireApplication } from '../applications/manage-application.ts';
import { sql } from '../db/client.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { addNumber } from '../numbers/add-number.ts';
import { listNumbers } from '../numbers/list-numbers.ts';
import { releaseNumber } from '../numbers/release-number.ts';
import { createBrand, editBrand, recordBrandRegistration } from './brands.ts';
import type { Campaign, CampaignUse } from './campaign.ts';
import { createCampaign } from './create-campaign.ts';
import { type DecideCampaignRequest, decideCampaign } from './decide-campaign.ts';
import { editCampaign } from './edit-campaign.ts';
import { listCampaigns, loadCampaign } from './read-campaigns.ts';
import { recordCampaignRegistration } from './record-campaign-registration.ts';
import { submitCampaign } from './submit-campaign.ts';
import { takeBackCampaign } from './take-back-campaign.ts';
import { withdrawCampaign } from './withdraw-campaign.ts';

const keyRing = readKeyRing(generateKeyRing());
const applicant = 'operator:1';
const reviewer = 'operator:2';
const alertDetails = {
  programme: 'Acme server alerts',
  description: 'Tells the people on duty that a server is down.',
  helpText: 'Acme alerts: mail help@acme.example',
  stopText: 'Acme alerts: you will get no more messages.',
  supportEmail: 'help@acme.example',
  contactName: 'Ada',
  contactEmail: 'ada@acme.example',
  contactPhone: '+1 202 555 0100',
  optIn: 'web' as const,
  isTcpaConfirmed: true,
};

let database: TestDatabase;
let deps: { db: TestDatabase['db']; directory: ReturnType<typeof createApplicationDirectory> };

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  deps = { db, directory: createApplicationDirectory({ db, keyRing }) };
});
afterAll(() => database.drop());

/** A sandbox application without the sample, so that what it has is what the test gave it. */
async function makeApplication(kind: 'sandbox' | 'live' = 'sandbox'): Promise<number> {
  const { id } = await createTestApplication(database.db, keyRing, kind);
  const { items } = await listCampaigns(deps, { applicationId: id, limit: 10 });
  for (const campaign of items) {
    await withdrawCampaign(deps, { applicationId: id, campaignId: campaign.id, actor: applicant });
    const numberId = campaign.number.id;
    await releaseNumber(deps, { applicationId: id, numberId, actor: applicant });
  }
  return id;
}

async function makeNumber(applicationId: number, sender = '98975'): Promise<number> {
  const kind = 'shared-short-code' as const;
  return (await addNumber(deps, { applicationId, kind, sender, country: 'US', actor: applicant }))
    .id;
}

async function draft(
  applicationId: number,
  content: { templates?: readonly string[]; use?: CampaignUse; numberId?: number } = {},
): Promise<Campaign> {
  const { templates = ['${company} code: ${pin}'], use = 'two-factor' } = content;
  return createCampaign(deps, {
    applicationId,
    numberId: content.numberId ?? (await makeNumber(applicationId)),
    use,
    company: 'Harbour',
    templates,
    details: use === 'two-factor' ? {} : alertDetails,
    brandId: null,
    actor: applicant,
  });
}

const of = ({ applicationId, id }: Campaign, actor = applicant) => ({
  applicationId,
  campaignId: id,
  actor,
});
const submit = (campaign: Campaign) => submitCampaign(deps, of(campaign));
const decide = (
  { applicationId, id, revision }: Campaign,
  changes: Partial<DecideCampaignRequest> = {},
) =>
  decideCampaign(deps, {
    applicationId,
    campaignId: id,
    revision,
    decision: 'approve',
    actor: reviewer,
    otherReviewers: 1,
    ...changes,
  });
async function approved(applicationId: number, content?: Parameters<typeof draft>[1]) {
  return decide(await submit(await draft(applicationId, content)));
}
const inForce = async (id: number) => (await getApplication({ ...deps, keyRing }, id)).campaigns;
const refusal = (code: string, detail: object = {}) =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining(detail) });
const auditOf = async (applicationId: number) =>
  (
    await database.db.query<{ action: string }>(sql`
      select action from audit_entries where application_id = ${applicationId} order by at, id`)
  ).map(({ action }) => action);

describe('the sample', () => {
  test('a new sandbox application may send two-factor messages at once', async () => {
    const application = await createTestApplication(database.db, keyRing, 'sandbox');
    expect(application.campaigns).toEqual([
      {
        id: expect.any(Number),
        use: 'two-factor',
        code: '98765',
        country: 'US',
        numberKind: 'shared-short-code',
        company: 'Acme',
        templates: ['${company} code: ${pin}. Reply STOP to opt out, HELP for help.'],
        details: {},
      },
    ]);
    expect(await auditOf(application.id)).toContain('campaign.sample-given');
    const numbers = await listNumbers(deps, { applicationId: application.id });
    expect(numbers).toMatchObject([{ sender: '98765', campaign: { state: 'approved' } }]);
  });

  test('a live application has nothing', async () => {
    const application = await createTestApplication(database.db, keyRing, 'live');
    expect(application.campaigns).toEqual([]);
  });
});

describe('from draft to approval', () => {
  test('nothing is in force before a reviewer says so, and each act is in the audit', async () => {
    const id = await makeApplication();
    const made = await draft(id);
    expect(made).toMatchObject({ state: 'draft', templates: ['${company} code: ${pin}'] });
    const pending = await submit(made);
    expect(pending).toMatchObject({ state: 'pending', submittedBy: applicant, isInForce: false });
    expect(pending.reviewDueAt?.getTime()).toBeGreaterThanOrEqual(Date.now() + 5 * 86_400_000);
    expect(await inForce(id)).toEqual([]);

    const decided = await decide(pending);
    expect(decided).toMatchObject({
      state: 'approved',
      isInForce: true,
      reviewDueAt: null,
      decidedBy: reviewer,
      reason: null,
    });
    expect(await inForce(id)).toMatchObject([
      { code: '98975', company: 'Harbour', templates: ['${company} code: ${pin}'] },
    ]);
    expect((await auditOf(id)).slice(-4)).toEqual([
      'number.added',
      'campaign.created',
      'campaign.submitted',
      'campaign.approved',
    ]);
  });

  test('what this node remembers of the application is forgotten with the decision', async () => {
    const id = await makeApplication();
    const { apiKey } = await getApplication({ ...deps, keyRing }, id);
    const pending = await submit(await draft(id));
    expect((await deps.directory.find(apiKey))?.application.campaigns).toEqual([]);
    await decide(pending);
    expect((await deps.directory.find(apiKey))?.application.campaigns).toHaveLength(1);
    await withdrawCampaign(deps, of(pending));
    expect((await deps.directory.find(apiKey))?.application.campaigns).toEqual([]);
  });

  test('a refusal says why; what is put right is handed in again', async () => {
    const id = await makeApplication();
    const pending = await submit(await draft(id));
    await expect(decide(pending, { decision: 'refuse' })).rejects.toEqual(
      refusal('missing_parameter', { parameter: 'reason' }),
    );
    await expect(decide(pending, { decision: 'refuse', reason: '  ' })).rejects.toEqual(
      refusal('missing_parameter', { parameter: 'reason' }),
    );
    const refused = await decide(pending, { decision: 'refuse', reason: 'Say who you are.' });
    expect(refused).toMatchObject({ state: 'refused', reason: 'Say who you are.' });
    expect(await inForce(id)).toEqual([]);

    const edited = await editCampaign(deps, { ...of(refused), company: 'Harbour Ltd' });
    expect(edited).toMatchObject({ state: 'refused', company: 'Harbour Ltd', revision: 2 });
    const again = await decide(await submit(edited));
    expect(again).toMatchObject({ state: 'approved', reason: null });
  });

  test('under the reviewer’s eyes nothing changes: it is taken back first', async () => {
    const id = await makeApplication();
    const pending = await submit(await draft(id));
    await expect(editCampaign(deps, { ...of(pending), company: 'Other' })).rejects.toEqual(
      refusal('conflict', { reason: 'campaign-in-review' }),
    );
    const back = await takeBackCampaign(deps, of(pending));
    expect(back).toMatchObject({ state: 'draft', reviewDueAt: null });
    await expect(decide(pending)).rejects.toEqual(
      refusal('conflict', { reason: 'campaign-not-in-review' }),
    );
  });

  test('approved is what was read: an older revision is refused', async () => {
    const id = await makeApplication();
    const read = await submit(await draft(id));
    await takeBackCampaign(deps, of(read));
    const edited = await editCampaign(deps, { ...of(read), templates: ['Phish ${pin}'] });
    await submit(edited);
    await expect(decide(read)).rejects.toEqual(refusal('conflict', { reason: 'campaign-changed' }));
    expect(await inForce(id)).toEqual([]);
  });

  test('alerts need a name, contacts, answers to HELP and STOP, and the consent’s promise', async () => {
    const id = await makeApplication();
    const made = await draft(id, { use: 'alerts', templates: ['${server} is down'] });
    for (const name of ['programme', 'helpText', 'stopText', 'supportEmail', 'optIn'] as const) {
      const details = { ...alertDetails, [name]: undefined };
      await editCampaign(deps, { ...of(made), details });
      await expect(submit(made)).rejects.toEqual(
        refusal('missing_parameter', { parameter: `details.${name}` }),
      );
    }
    await editCampaign(deps, { ...of(made), details: { ...alertDetails, programme: 'Acme' } });
    await expect(submit(made)).rejects.toEqual(
      refusal('invalid_parameter', { parameter: 'details.programme' }),
    );
    await editCampaign(deps, { ...of(made), details: alertDetails });
    expect((await submit(made)).state).toBe('pending');
  });
});

describe('answers to keywords', () => {
  test.each(['helpText', 'stopText', 'startText'] as const)(
    'are one part that needs nobody’s values: %s',
    async (name) => {
      const made = await draft(await makeApplication());
      const write = (text: string) =>
        editCampaign(deps, { ...of(made), details: { [name]: text } });
      for (const text of ['Call ${agent}', 'Your code: ${pin}', 'Stop ${', 'x'.repeat(161)]) {
        await expect(write(text)).rejects.toMatchObject({
          code: 'invalid_template',
          publicDetail: { parameter: `details.${name}` },
        });
      }
      const { details } = await write('${company}, or ${brand}: write to help@acme.example');
      expect(details[name]).toMatch(/^\$\{company\}/);
    },
  );
});

describe('an edit of an approved campaign', () => {
  test('waits, while messages go on saying what was approved', async () => {
    const id = await makeApplication();
    const before = await approved(id);
    const edited = await editCampaign(deps, {
      ...of(before),
      company: 'Harbour Ltd',
      templates: ['New: ${pin}'],
    });
    expect(edited).toMatchObject({
      state: 'approved',
      isInForce: true,
      company: 'Harbour',
      templates: ['${company} code: ${pin}'],
      proposal: { company: 'Harbour Ltd', templates: ['New: ${pin}'] },
      submittedBy: applicant,
    });
    expect(edited.reviewDueAt).not.toBeNull();
    expect(await inForce(id)).toMatchObject([{ company: 'Harbour' }]);

    const after = await decide(edited);
    expect(after).toMatchObject({ company: 'Harbour Ltd', proposal: null, reviewDueAt: null });
    expect(await inForce(id)).toMatchObject([
      { company: 'Harbour Ltd', templates: ['New: ${pin}'] },
    ]);
  });

  test.each(['refused', 'taken back'])(
    'that is %s leaves no trace in what is sent',
    async (how) => {
      const id = await makeApplication();
      const before = await approved(id);
      const edited = await editCampaign(deps, { ...of(before), templates: ['New: ${pin}'] });
      const after =
        how === 'refused'
          ? await decide(edited, { decision: 'refuse', reason: 'No.' })
          : await takeBackCampaign(deps, of(edited));
      expect(after).toMatchObject({
        state: 'approved',
        proposal: null,
        templates: ['${company} code: ${pin}'],
        reason: how === 'refused' ? 'No.' : null,
      });
      expect(await inForce(id)).toMatchObject([{ templates: ['${company} code: ${pin}'] }]);
      await expect(decide(after)).rejects.toEqual(
        refusal('conflict', { reason: 'campaign-not-in-review' }),
      );
    },
  );

  test('six alert texts keep their places through edits that add and take away', async () => {
    const id = await makeApplication();
    const texts = (count: number, word: string) =>
      Array.from({ length: count }, (_, place) => `${word} ${place}: \${time}`);
    const first = await approved(id, { use: 'alerts', templates: texts(3, 'old') });
    const grown = await editCampaign(deps, { ...of(first), templates: texts(6, 'new') });
    expect(await inForce(id)).toMatchObject([{ templates: texts(3, 'old') }]);
    const six = await decide(grown);
    expect(await inForce(id)).toMatchObject([{ templates: texts(6, 'new') }]);
    const shrunk = await editCampaign(deps, { ...of(six), templates: texts(2, 'few') });
    expect(await inForce(id)).toMatchObject([{ templates: texts(6, 'new') }]);
    await decide(shrunk);
    expect(await inForce(id)).toMatchObject([{ templates: texts(2, 'few') }]);
    await expect(editCampaign(deps, { ...of(six), templates: texts(7, 'much') })).rejects.toEqual(
      refusal('invalid_parameter', { parameter: 'templates' }),
    );
  });

  test('does not change which campaign comes first', async () => {
    const id = await makeApplication();
    const older = await approved(id);
    const newer = await approved(id, { numberId: await makeNumber(id, '22395') });
    await decide(await editCampaign(deps, { ...of(older), company: 'Older' }));
    expect((await inForce(id)).map((campaign) => campaign.id)).toEqual([newer.id, older.id]);
  });
});

describe('who may decide', () => {
  test('not who submitted, while somebody else could', async () => {
    const id = await makeApplication();
    const pending = await submit(await draft(id));
    await expect(decide(pending, { actor: applicant, otherReviewers: 1 })).rejects.toEqual(
      refusal('forbidden', { reason: 'own-submission' }),
    );
    expect((await loadCampaign(deps.db, of(pending))).state).toBe('pending');
    const decided = await decide(pending, { actor: applicant, otherReviewers: 0 });
    expect(decided.state).toBe('approved');
  });

  test('of twenty reviewers who decide at once one is heard', async () => {
    const id = await makeApplication();
    const pending = await submit(await draft(id));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, place) =>
        decide(pending, {
          actor: `operator:${100 + place}`,
          ...(place % 2 ? { decision: 'refuse' as const, reason: `No ${place}` } : {}),
        }),
      ),
    );
    const heard = results.filter(({ status }) => status === 'fulfilled');
    expect(heard).toHaveLength(1);
    const [winner] = heard as PromiseFulfilledResult<Campaign>[];
    const stored = await loadCampaign(deps.db, of(pending));
    expect(stored).toEqual(winner?.value);
    expect(await inForce(id)).toHaveLength(stored.state === 'approved' ? 1 : 0);
    const decisions = (await auditOf(id)).filter((action) => /approved|refused/.test(action));
    expect(decisions).toHaveLength(1);
  });
});

describe('one campaign a number', () => {
  test('a second is refused with the reason until the first is withdrawn', async () => {
    const id = await makeApplication();
    const numberId = await makeNumber(id);
    const first = await draft(id, { numberId });
    await expect(draft(id, { numberId })).rejects.toEqual(
      refusal('conflict', { reason: 'number-has-campaign' }),
    );
    await expect(
      releaseNumber(deps, { applicationId: id, numberId, actor: applicant }),
    ).rejects.toEqual(refusal('conflict', { reason: 'number-has-campaign' }));
    await withdrawCampaign(deps, of(first));
    expect((await draft(id, { numberId })).state).toBe('draft');
  });

  test('of ten made at once one is', async () => {
    const id = await makeApplication();
    const numberId = await makeNumber(id);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => draft(id, { numberId })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [row] = await database.db.query<{ count: number }>(sql`
      select count(*)::int from campaigns where number_id = ${numberId}`);
    expect(row?.count).toBe(1);
  });

  test('a number is not given back while a campaign is being made on it', async () => {
    const id = await makeApplication();
    for (let round = 0; round < 10; round += 1) {
      const numberId = await makeNumber(id, round % 2 ? '98975' : '22395');
      const [made, released] = await Promise.allSettled([
        draft(id, { numberId }),
        releaseNumber(deps, { applicationId: id, numberId, actor: applicant }),
      ]);
      expect([made.status, released.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      if (made.status !== 'fulfilled') continue;
      await withdrawCampaign(deps, of(made.value));
      await releaseNumber(deps, { applicationId: id, numberId, actor: applicant });
    }
  });
});

describe('registrations', () => {
  const past = new Date(Date.now() - 1_000);
  const registry = { registryId: 'C1ABCDE', actor: reviewer };

  test('one that ran out no longer counts as approved, a renewed one does', async () => {
    const id = await makeApplication();
    const campaign = await approved(id);
    const record = (expiresAt: Date | null) =>
      recordCampaignRegistration(deps, { ...of(campaign), ...registry, expiresAt });
    expect(await record(past)).toMatchObject({ state: 'approved', isInForce: false });
    expect(await inForce(id)).toEqual([]);
    expect(await record(new Date(Date.now() + 60_000))).toMatchObject({ isInForce: true });
    expect(await inForce(id)).toHaveLength(1);
  });

  test('a brand that is named has to be registered, at the approval and ever after', async () => {
    const id = await makeApplication();
    const data = { legalName: 'Harbour Ltd', displayName: 'Harbour', country: 'US' };
    const brand = await createBrand(deps, {
      applicationId: id,
      data: { ...data, entity: 'private-company' },
      actor: applicant,
    });
    const made = await draft(id);
    await editCampaign(deps, { ...of(made), brandId: brand.id });
    const pending = await submit(made);
    await expect(decide(pending)).rejects.toEqual(
      refusal('conflict', { reason: 'brand-not-registered' }),
    );
    const registered = { applicationId: id, brandId: brand.id, registryId: 'B1', actor: reviewer };
    await recordBrandRegistration(deps, { ...registered, state: 'registered', expiresAt: null });
    await decide(pending);
    expect(await inForce(id)).toHaveLength(1);
    await expect(
      editBrand(deps, { ...registered, data: { ...data, entity: 'government' } }),
    ).rejects.toEqual(refusal('conflict', { reason: 'brand-submitted' }));
    await recordBrandRegistration(deps, { ...registered, state: 'registered', expiresAt: past });
    expect(await inForce(id)).toEqual([]);
  });

  test('a live long number in the United States needs brand and registry id', async () => {
    const id = await makeApplication('live');
    const number = await addNumber(deps, {
      applicationId: id,
      kind: 'long-number',
      sender: '+1 (202) 456-1111',
      country: 'US',
      actor: applicant,
    });
    expect(number.sender).toBe('12024561111');
    const made = await draft(id, { numberId: number.id });
    await expect(submit(made)).rejects.toEqual(
      refusal('missing_parameter', { parameter: 'brandId' }),
    );
    const brand = await createBrand(deps, {
      applicationId: id,
      data: { legalName: 'H', displayName: 'H', country: 'US', entity: 'private-company' },
      actor: applicant,
    });
    await recordBrandRegistration(deps, {
      applicationId: id,
      brandId: brand.id,
      state: 'registered',
      registryId: 'B1',
      expiresAt: null,
      actor: reviewer,
    });
    await editCampaign(deps, { ...of(made), brandId: brand.id });
    const pending = await submit(made);
    await expect(decide(pending)).rejects.toEqual(
      refusal('conflict', { reason: 'campaign-not-registered' }),
    );
    await recordCampaignRegistration(deps, { ...of(made), ...registry, expiresAt: null });
    expect(await decide(pending)).toMatchObject({ state: 'approved' });
  });

  test('another application’s brand, number or campaign is not there', async () => {
    const [mine, theirs] = [await makeApplication(), await makeApplication()];
    const numberId = await makeNumber(theirs);
    const campaign = await draft(theirs, { numberId });
    await expect(draft(mine, { numberId })).rejects.toEqual(refusal('not_found'));
    const foreign = { ...of(campaign), applicationId: mine };
    await expect(submitCampaign(deps, foreign)).rejects.toEqual(refusal('not_found'));
    await expect(withdrawCampaign(deps, foreign)).rejects.toEqual(refusal('not_found'));
    await expect(editCampaign(deps, { ...foreign, company: 'X' })).rejects.toEqual(
      refusal('not_found'),
    );
    const brand = await createBrand(deps, {
      applicationId: theirs,
      data: { legalName: 'H', displayName: 'H', country: 'US', entity: 'private-company' },
      actor: applicant,
    });
    const own = await draft(mine);
    await expect(editCampaign(deps, { ...of(own), brandId: brand.id })).rejects.toEqual(
      refusal('invalid_parameter', { parameter: 'brandId' }),
    );
  });
});

describe('wrong content leaves nothing behind', () => {
  test.each([
    ['no code', ['Hello from ${company}'], 'templates.0'],
    ['the code twice', ['${pin} ${pin}'], 'templates.0'],
    ['a parameter that cannot be read', ['${pin} ${__proto__}'], 'templates.0'],
    ['an open parameter', ['${pin} ${name'], 'templates.0'],
    ['two texts', ['${pin}', '${pin}'], 'templates'],
  ])('a two-factor text with %s', async (_what, templates, parameter) => {
    const id = await makeApplication();
    const numberId = await makeNumber(id);
    await expect(draft(id, { numberId, templates })).rejects.toMatchObject({
      publicDetail: { parameter, reason: expect.stringMatching(/./) },
    });
    const { items } = await listCampaigns(deps, { applicationId: id, limit: 10, state: 'draft' });
    expect(items).toEqual([]);
    const campaign = await approved(id, { numberId });
    await expect(editCampaign(deps, { ...of(campaign), templates })).rejects.toMatchObject({
      publicDetail: { parameter },
    });
    expect(await loadCampaign(deps.db, of(campaign))).toEqual(campaign);
  });

  test('a company of blanks or control characters', async () => {
    const made = await draft(await makeApplication());
    for (const company of ['', '   ', '\u0007', 'x'.repeat(41)]) {
      await expect(editCampaign(deps, { ...of(made), company })).rejects.toEqual(
        refusal('invalid_parameter', { parameter: 'company' }),
      );
    }
    const cleaned = await editCampaign(deps, { ...of(made), company: ' Har\nbour\u202e ' });
    expect(cleaned.company).toBe('Har bour');
  });

  test.each(['1 or 1=1', '-1', '', '99999999999', '5.', '1.2.3'])(
    'the cursor %j is none of ours',
    async (before) => {
      for (const awaitsReview of [false, true]) {
        await expect(listCampaigns(deps, { before, awaitsReview, limit: 5 })).rejects.toEqual(
          refusal('invalid_parameter', { parameter: 'before' }),
        );
      }
    },
  );
});

test('the queue shows the most urgent first, edits too, page by page', async () => {
  const id = await makeApplication();
  const first = await submit(await draft(id, { numberId: await makeNumber(id, '98765') }));
  const edited = await editCampaign(deps, {
    ...of(await approved(id, { numberId: await makeNumber(id, '98975') })),
    company: 'Changed',
  });
  const last = await submit(await draft(id, { numberId: await makeNumber(id, '22395') }));
  await database.db.query(sql`
    update campaigns set review_due_at = review_due_at - interval '1 hour' where id = ${last.id}`);
  const seen: number[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await listCampaigns(deps, {
      applicationId: id,
      awaitsReview: true,
      limit: 1,
      ...(before !== undefined && { before }),
    });
    seen.push(...page.items.map((campaign) => campaign.id));
    if (page.next === null) break;
    before = page.next;
  }
  expect(seen).toEqual([last.id, first.id, edited.id]);
});

test('with its application a campaign ends and its number is free', async () => {
  const id = await makeApplication();
  const pending = await submit(await draft(id));
  await retireApplication({ ...deps, keyRing }, { id, actor: applicant });
  expect(await loadCampaign(deps.db, of(pending))).toMatchObject({
    state: 'withdrawn',
    reviewDueAt: null,
  });
  expect(await listNumbers(deps, { applicationId: id })).toEqual([]);
});
