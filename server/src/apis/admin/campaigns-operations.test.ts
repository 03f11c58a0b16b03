/** Numbers and campaigns as operators of each role meet them, down to what callers are sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAs, type TestOperator } from '../../../test-support/operators.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { freshNumber } from '../../../test-support/workbench.ts';
import type { CreatedApplication } from '../../applications/create-application.ts';

let scene: TestApp;
let owner: TestOperator;
let developer: TestOperator;
let reviewer: TestOperator;
let others: TestOperator[];

beforeAll(async () => {
  scene = await createTestApp();
  owner = await signInAs(scene, 'owner');
  developer = await signInAs(scene, 'developer');
  reviewer = await signInAs(scene, 'reviewer');
  others = [await signInAs(scene, 'support'), await signInAs(scene, 'viewer')];
});
afterAll(() => scene.close());

const content = { use: 'two-factor', company: 'Harbour', templates: ['${company}: ${pin}'] };
const shared = { kind: 'shared-short-code', sender: '98975', country: 'US' };

/** Application, number and campaign, handed in by `by`. */
async function submitted(by: TestOperator, kind: 'sandbox' | 'live' = 'sandbox') {
  const made = await scene.create(kind);
  const path = `/admin/applications/${made.application.id}`;
  const own = { kind: 'dedicated-short-code', sender: freshCode(), country: 'US' };
  const number = await by.call('POST', `${path}/numbers`, kind === 'live' ? own : shared);
  expect(number.status, JSON.stringify(number.body)).toBe(200);
  const body = { ...content, numberId: number.body.id };
  const campaign = await by.call('POST', `${path}/campaigns`, body);
  expect(campaign.status, JSON.stringify(campaign.body)).toBe(200);
  const at = `${path}/campaigns/${campaign.body.id}`;
  expect((await by.call('POST', `${at}/submit`)).status).toBe(200);
  return { made, path, at, revision: campaign.body.revision };
}

let lastCode = 40_000;
function freshCode(): string {
  lastCode += 1;
  return String(lastCode);
}

async function sendTwoFactor({ application, apiSecret }: CreatedApplication): Promise<string> {
  const answer = await scene.app.http.inject({
    method: 'POST',
    url: '/sc/us/2fa/json',
    payload: { api_key: application.apiKey, api_secret: apiSecret, to: freshNumber(), pin: '4711' },
  });
  return answer.json<{ messages: { status: string }[] }>().messages[0]?.status ?? '';
}

test('from the shared short code to the first message: 101 until somebody else approved', async () => {
  const { made, path, at, revision } = await submitted(developer);
  const list = (await developer.call('GET', `${path}/numbers`)).body.items;
  const sample = (list as { sender: string; campaign: { id: number } }[])[0];
  await developer.call('POST', `${path}/campaigns/${sample?.campaign.id}/withdraw`);
  expect(await sendTwoFactor(made)).toBe('101');

  const queue = await reviewer.call(
    'GET',
    `/admin/campaigns?awaitsReview=true&applicationId=${made.application.id}`,
  );
  expect(queue.body.items).toMatchObject([
    { state: 'pending', awaitsReview: true, submittedBy: developer.actor, company: 'Harbour' },
  ]);
  const decision = { decision: 'approve', revision };
  const approved = await reviewer.call('POST', `${at}/decision`, decision);
  expect(approved.body).toMatchObject({ state: 'approved', decidedBy: reviewer.actor });
  expect(await sendTwoFactor(made)).toBe('0');

  const again = await owner.call('POST', `${at}/decision`, decision);
  expect(again).toMatchObject({ status: 409, body: { reason: 'campaign-not-in-review' } });
});

describe('the role', () => {
  test('reviewers and owners decide, nobody else', async () => {
    const { at, revision } = await submitted(developer);
    const decision = { decision: 'approve', revision };
    for (const operator of [developer, ...others]) {
      const answer = await operator.call('POST', `${at}/decision`, decision);
      expect(answer).toMatchObject({ status: 403, body: { reason: 'role' } });
    }
    expect((await owner.call('POST', `${at}/decision`, decision)).status).toBe(200);
  });

  test('who submitted does not decide while another reviewer is there', async () => {
    const { at, revision } = await submitted(owner);
    const decision = { decision: 'approve', revision };
    expect(await owner.call('POST', `${at}/decision`, decision)).toMatchObject({
      status: 403,
      body: { reason: 'own-submission' },
    });
    expect((await reviewer.call('POST', `${at}/decision`, decision)).status).toBe(200);
  });

  test('reviewers, support and viewers apply for nothing', async () => {
    const { path, at } = await submitted(developer);
    for (const operator of [reviewer, ...others]) {
      for (const [method, url, body] of [
        ['POST', `${path}/numbers`, { ...shared, sender: '22395' }],
        ['POST', `${path}/campaigns`, { ...content, numberId: 1 }],
        ['PATCH', at, { company: 'Mine' }],
        ['POST', `${at}/submit`, undefined],
        ['POST', `${at}/take-back`, undefined],
        ['POST', `${at}/withdraw`, undefined],
        [
          'POST',
          `${path}/brands`,
          { legalName: 'x', displayName: 'x', entity: 'government', country: 'US' },
        ],
        ['POST', '/admin/shared-short-codes', { code: '999', kind: 'live', country: 'US' }],
      ] as const) {
        const answer = await operator.call(method, url, body);
        expect(answer.status, `${method} ${url}`).toBe(403);
      }
      expect((await operator.call('GET', at)).body).toMatchObject({ state: 'pending' });
    }
  });

  test('live applications are the owner’s, and deciding on them needs a way back in', async () => {
    const { path, at, revision } = await submitted(owner, 'live');
    const own = { kind: 'dedicated-short-code', sender: freshCode(), country: 'US' };
    expect((await developer.call('POST', `${path}/numbers`, own)).status).toBe(403);
    const guest = await signInAs(scene, 'reviewer', false);
    const decision = { decision: 'approve', revision };
    expect(await guest.call('POST', `${at}/decision`, decision)).toMatchObject({
      status: 403,
      body: { reason: 'enrol-first' },
    });
    expect((await reviewer.call('POST', `${at}/decision`, decision)).status).toBe(200);
  });

  test('what a registry said is written down by reviewers, never by applicants', async () => {
    const { at } = await submitted(developer);
    const registration = { registryId: 'C1', expiresAt: '2030-01-01T00:00:00Z' };
    expect((await developer.call('PUT', `${at}/registration`, registration)).status).toBe(403);
    expect((await reviewer.call('PUT', `${at}/registration`, registration)).body).toMatchObject({
      registryId: 'C1',
      expiresAt: '2030-01-01T00:00:00.000Z',
    });
    const wrong = { registryId: 'C1', expiresAt: 'tomorrow' };
    expect((await reviewer.call('PUT', `${at}/registration`, wrong)).status).toBe(400);
  });
});

test('what is wrong with a campaign is said with its place', async () => {
  const { path, at } = await submitted(developer);
  expect(await developer.call('PATCH', at, { templates: ['no code'] })).toMatchObject({
    status: 409,
    body: { reason: 'campaign-in-review' },
  });
  await developer.call('POST', `${at}/take-back`);
  const answer = await developer.call('PATCH', at, { templates: ['no code'] });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_template',
      parameter: 'templates.0',
      detail: expect.stringContaining('${pin}'),
    },
  });
  for (const body of [
    { templates: [] },
    { templates: ['x'.repeat(481)] },
    { templates: Array(7).fill('${pin}') },
    { company: 'x'.repeat(41) },
    { details: { termsUrl: 'javascript:alert(1)' } },
    { details: { nonsense: 'x' } },
    { state: 'approved' },
    { company: 'a\u0000b' },
  ]) {
    expect((await developer.call('PATCH', at, body)).status, JSON.stringify(body)).toBe(400);
  }
  const { number } = (await developer.call('GET', at)).body as { number: { id: number } };
  const second = { ...content, numberId: number.id };
  expect(await developer.call('POST', `${path}/campaigns`, second)).toMatchObject({
    status: 409,
    body: { reason: 'number-has-campaign' },
  });
  for (const id of ['99999999999', '2147483647']) {
    expect((await developer.call('GET', `${path}/campaigns/${id}`)).status).toBe(404);
  }
});

test('the sender rules can be read and asked', async () => {
  const { body } = await reviewer.call(
    'GET',
    '/admin/sender-rules/check?country=US&kind=alphanumeric',
  );
  expect(body).toMatchObject({ verdict: 'refused', isTwoWay: false });
  const rules = await reviewer.call('GET', '/admin/sender-rules');
  expect((rules.body.items as unknown[]).length).toBeGreaterThan(40);
});
