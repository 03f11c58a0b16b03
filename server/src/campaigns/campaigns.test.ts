/** Campaigns on a real database: what comes into force when, and who loses a race. */
import { afterAll, describe, expect, test } from 'vitest';
import {
  alertDetails,
  applicant,
  createCampaignScene,
  of,
  refusal,
  reviewer,
} from '../../test-support/campaign-scene.ts';
import { createTestApplication } from '../../test-support/workbench.ts';
import { getApplication, retireApplication } from '../applications/manage-application.ts';
import { sql } from '../db/client.ts';
import { listNumbers } from '../numbers/list-numbers.ts';
import { releaseNumber } from '../numbers/release-number.ts';
import { editCampaign } from './edit-campaign.ts';
import { listCampaigns, loadCampaign } from './read-campaigns.ts';
import { takeBackCampaign } from './take-back-campaign.ts';
import { withdrawCampaign } from './withdraw-campaign.ts';

const scene = await createCampaignScene();
const {
  deps,
  keyRing,
  makeApplication,
  makeNumber,
  draft,
  submit,
  decide,
  approved,
  inForce,
  auditOf,
} = scene;
afterAll(() => scene.close());

describe('the sample', () => {
  test('a new sandbox application may send two-factor messages at once', async () => {
    const application = await createTestApplication(deps.db, keyRing, 'sandbox');
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
    const application = await createTestApplication(deps.db, keyRing, 'live');
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
    const [row] = await deps.db.query<{ count: number }>(sql`
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
