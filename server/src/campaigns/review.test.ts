/** Reviews of campaigns on a real database: who decides, on what, and what stays in force meanwhile. */
import { afterAll, describe, expect, test } from 'vitest';
import { applicant, createCampaignScene, of, refusal } from '../../test-support/campaign-scene.ts';
import { sql } from '../db/client.ts';
import type { Campaign } from './campaign.ts';
import { editCampaign } from './edit-campaign.ts';
import { listCampaigns, loadCampaign } from './read-campaigns.ts';
import { takeBackCampaign } from './take-back-campaign.ts';

const scene = await createCampaignScene();
const { deps, makeApplication, makeNumber, draft, submit, decide, approved, inForce, auditOf } =
  scene;
afterAll(() => scene.close());

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

test('the queue shows the most urgent first, edits too, page by page', async () => {
  const id = await makeApplication();
  const first = await submit(await draft(id, { numberId: await makeNumber(id, '98765') }));
  const edited = await editCampaign(deps, {
    ...of(await approved(id, { numberId: await makeNumber(id, '98975') })),
    company: 'Changed',
  });
  const last = await submit(await draft(id, { numberId: await makeNumber(id, '22395') }));
  await deps.db.query(sql`
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
