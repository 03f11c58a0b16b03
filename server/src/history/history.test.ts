/** What can be found out later: searches of applications, lists and timelines of operators. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { freshNumber, usualRequest } from '../../test-support/workbench.ts';
import type { Application } from '../applications/application.ts';
import { sql } from '../db/client.ts';
import { compactId, newId } from '../kernel/ids.ts';
import type { StartRequest } from '../verification/start.ts';
import { describeVerification, type HistoryDeps, listVerificationSummaries } from './describe.ts';

let scene: TestCore;
let other: Application;
let history: HistoryDeps;
beforeAll(async () => {
  scene = await createTestCore();
  other = (await scene.create('sandbox')).application;
  const { database, keyRing } = scene;
  const normaliseAddress = (text: string) => (/^\d+$/.test(text) ? text : undefined);
  history = { db: database.db, keyRing, normaliseAddress };
});
afterAll(() => scene.close());

async function begin(changes: Partial<StartRequest> = {}) {
  const request = { ...usualRequest(scene.application), ...changes };
  const outcome = await scene.core.startVerification(request);
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  return { ...outcome, to: request.to };
}
const check = (verificationId: string, code: string, clientAddress?: string) =>
  scene.core.checkVerification({
    application: scene.application,
    verificationId,
    code,
    ...(clientAddress && { clientAddress }),
  });
const search = (ids: readonly string[], application = scene.application) =>
  scene.core.searchVerifications({ application, ids });
const describeOne = (id: string, applicationId = scene.application.id) =>
  describeVerification(history, { applicationId, id });
const listOf = (query: object) =>
  listVerificationSummaries(history, { applicationId: scene.application.id, limit: 50, ...query });

describe('an application’s search', () => {
  test('tells the checks with their codes, in order, and how it ended', async () => {
    const { verificationId: id, to } = await begin({ code: '4711', reference: 'ref' });
    await check(id, '0001', '192.0.2.7');
    await check(id, '0002');
    await check(id, '4711');
    expect(await search([id])).toMatchObject([
      {
        id,
        status: 'verified',
        number: to,
        price: '0.05000000',
        endedAt: expect.any(Date),
        checks: [
          { code: '0001', isValid: false, clientAddress: '192.0.2.7' },
          { code: '0002', isValid: false, clientAddress: null },
          { code: '4711', isValid: true },
        ],
        dispatches: [{ channel: 'sms' }],
      },
    ]);
  });

  test('is consistent at once, and tells an end nobody has swept yet', async () => {
    const { verificationId: id } = await begin();
    expect(await search([id])).toMatchObject([{ status: 'in_progress', endedAt: null }]);
    await scene.database.db.query(sql`
      update live_addresses set ends_at = now() - interval '1 minute'
      where verification_id = ${id}::uuid`);
    expect(await search([id])).toMatchObject([{ status: 'expired', endedAt: expect.any(Date) }]);
  });

  test('keeps several apart, and finds neither strangers nor nonsense', async () => {
    const [one, two] = [await begin({ code: '1111' }), await begin({ code: '2222' })];
    await check(one.verificationId, '9999');
    const found = await search([two.verificationId, newId(new Date()), one.verificationId]);
    expect(new Set(found.map(({ id }) => id))).toEqual(
      new Set([one.verificationId, two.verificationId]),
    );
    const checks = Object.fromEntries(found.map((item) => [item.id, item.checks.length]));
    expect(checks).toEqual({ [one.verificationId]: 1, [two.verificationId]: 0 });
    expect(await search([one.verificationId], other)).toEqual([]);
    expect(await search([])).toEqual([]);
  });
});

describe('an operator’s timeline', () => {
  test('has everything that happened, in order, and never code or number', async () => {
    const { verificationId: id, to } = await begin({ code: '471108', codeLength: 6 });
    await check(id, '000001');
    await check(id, '471108');
    const details = await describeOne(id);
    const kinds = details.events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('verification.started');
    expect(kinds.filter((kind) => !kind.startsWith('message.'))).toEqual([
      'verification.started',
      'check.wrong',
      'verification.verified',
    ]);
    const text = JSON.stringify(details);
    for (const secret of [to, '471108', '000001']) expect(text).not.toContain(secret);
    expect(details).toMatchObject({ id, status: 'verified', channels: ['sms'] });
    expect(details.maskedAddress).toMatch(/^4477•+\d{3}$/);
  });

  test.each([
    [
      'an id of another application',
      async () => (await begin({ application: other })).verificationId,
    ],
    ['an id nobody has', async () => newId(new Date())],
    ['no id at all', async () => 'nonsense'],
    ['an injection', async () => "' or true --"],
  ])('%s is not found, all in the same way', async (_name, id) => {
    await expect(describeOne(await id())).rejects.toMatchObject({
      name: 'PlatformError',
      code: 'not_found',
      publicDetail: {},
    });
  });

  test('is found in every spelling of its id', async () => {
    const { verificationId: id } = await begin();
    expect((await describeOne(compactId(id).toUpperCase())).id).toBe(id);
  });
});

describe('an operator’s list', () => {
  test('pages through all, newest first, each once', async () => {
    const { application } = await scene.create('sandbox');
    for (let index = 0; index < 7; index += 1) {
      await begin({ application });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listOf>> = await listOf({
        applicationId: application.id,
        limit: 3,
        ...(before && { before }),
      });
      seen.push(...page.items.map(({ id }) => id));
      before = page.next;
    } while (before);
    expect(seen).toHaveLength(7);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  test('finds by address, id, reference and status, together too', async () => {
    const to = freshNumber();
    const { verificationId: id } = await begin({ to, reference: 'order 5', code: '4711' });
    await check(id, '4711');
    const second = await begin({ to });
    const idsOf = async (query: object) => (await listOf(query)).items.map((item) => item.id);
    expect(await idsOf({ address: to })).toEqual([second.verificationId, id]);
    expect(await idsOf({ id: compactId(id) })).toEqual([id]);
    expect(await idsOf({ reference: 'order 5' })).toEqual([id]);
    expect(await idsOf({ address: to, status: 'verified' })).toEqual([id]);
    expect(await idsOf({ address: to, reference: 'order 6' })).toEqual([]);
    expect(await idsOf({ applicationId: other.id, address: to })).toEqual([]);
    expect(await idsOf({ applicationId: other.id, id })).toEqual([]);
  });

  test('what can be no address or id finds nothing, rather than everything', async () => {
    expect(await listOf({ address: 'nobody' })).toEqual({ items: [], next: null });
    expect(await listOf({ id: 'nonsense' })).toEqual({ items: [], next: null });
  });

  test('shows no whole address', async () => {
    const to = freshNumber();
    await begin({ to });
    expect(JSON.stringify(await listOf({}))).not.toContain(to);
  });
});
