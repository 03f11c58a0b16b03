import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { freshNumber } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { isOptedOut, neverAsked, type Standing, transitionOf } from './consent.ts';

const out = (at: number, optedInAt: number | null = null): Standing => ({
  isActive: true,
  optedOutAt: at,
  optedInAt,
});
const into = (at: number, optedOutAt: number | null = null): Standing => ({
  isActive: false,
  optedOutAt,
  optedInAt: at,
});

test.each([
  ['said nothing', neverAsked, neverAsked, false],
  ['stopped this sender', out(1), neverAsked, true],
  ['came back to this sender', into(2, 1), neverAsked, false],
  ['stopped all', neverAsked, out(1), true],
  ['came back to this sender after stopping all', into(2), out(1), false],
  ['stopped all after coming back to this sender', into(1), out(2), true],
  ['came back to all', neverAsked, into(2, 1), false],
  ['came back to all but had stopped this sender too', out(1), into(2, 1), true],
] as const)('somebody who %s', (_name, own, all, expected) => {
  expect(isOptedOut(own, all)).toBe(expected);
});

test.each([
  ['a first STOP', 'opt-out', 5, neverAsked, neverAsked, { kind: 'changed', isNew: true }],
  ['a second STOP', 'opt-out', 5, out(1), neverAsked, { kind: 'unchanged' }],
  ['STOP after STOP to all', 'opt-out', 5, neverAsked, out(1), { kind: 'changed', isNew: false }],
  ['STOP after START', 'opt-out', 5, into(4, 1), neverAsked, { kind: 'changed', isNew: true }],
  ['STOP older than START', 'opt-out', 3, into(4), neverAsked, { kind: 'superseded' }],
  [
    'STOP at the time of START',
    'opt-out',
    4,
    into(4),
    neverAsked,
    { kind: 'changed', isNew: true },
  ],
  ['a first START', 'opt-in', 5, neverAsked, neverAsked, { kind: 'changed', isNew: true }],
  ['START after STOP', 'opt-in', 5, out(1), neverAsked, { kind: 'changed', isNew: true }],
  ['START at the time of STOP', 'opt-in', 1, out(1), neverAsked, { kind: 'superseded' }],
  ['START older than STOP', 'opt-in', 1, out(2), neverAsked, { kind: 'superseded' }],
  ['a second START', 'opt-in', 5, into(4), neverAsked, { kind: 'changed', isNew: false }],
  ['START after STOP to all', 'opt-in', 5, neverAsked, out(4), { kind: 'changed', isNew: true }],
  ['START older than STOP to all', 'opt-in', 3, neverAsked, out(4), { kind: 'superseded' }],
] as const)('%s', (_name, change, at, own, all, expected) => {
  expect(transitionOf(change, at, { own, all })).toEqual(expected);
});

describe('consent by an application', () => {
  let scene: TestCore;
  beforeAll(async () => {
    scene = await createTestCore();
  });
  afterAll(() => scene.close());

  test('is listed as the classic wires count: a page at a time, each number once', async () => {
    const { application, core } = scene;
    const numbers = Array.from({ length: 5 }, freshNumber);
    for (const address of numbers) {
      await core.consent.optOut({ application, use: 'two-factor', address });
    }
    const address = numbers[0] as string;
    await core.consent.optIn({
      application,
      use: 'two-factor',
      address,
      evidence: { text: 'yes' },
    });
    await core.consent.optOut({ application, address: numbers[1] as string });
    const list = (page: number) =>
      core.consent.listOptOuts({
        applicationId: application.id,
        use: 'two-factor',
        page,
        pageSize: 2,
      });
    const pages = [await list(0), await list(1), await list(2), await list(3)];
    expect(pages.map(({ count, items }) => [count, items.length])).toEqual([
      [5, 2],
      [5, 2],
      [5, 1],
      [5, 0],
    ]);
    const items = pages.flatMap((page) => page.items);
    expect(new Set(items.map((item) => item.address))).toEqual(new Set(numbers));
    expect(items.find((item) => item.address === numbers[0])).toEqual({
      address,
      isOptedIn: true,
      optedInAt: expect.any(Date),
      isOptedOut: false,
      optedOutAt: expect.any(Date),
    });
    expect(items.filter((item) => item.isOptedOut)).toHaveLength(4);
  });

  test('is refused for a use without an approved campaign, and for what is no number', async () => {
    const { application, core } = scene;
    const address = freshNumber();
    await expect(
      core.consent.optIn({ application, use: 'marketing', address }),
    ).rejects.toMatchObject({ code: 'not_found' });
    for (const wrong of ['', 'nobody', '12', '+999999']) {
      await expect(core.consent.optOut({ application, address: wrong })).rejects.toMatchObject({
        code: 'invalid_parameter',
      });
    }
  });

  test('leaves a ledger that nobody can change, with nothing in the clear', async () => {
    const { application, core, database } = scene;
    const address = freshNumber();
    const evidence = { text: 'a sentence of proof', clientAddress: '192.0.2.77' };
    await core.consent.optIn({ application, address, evidence, source: 'web-form' });
    const { items } = await core.consent.listEntries({
      applicationId: application.id,
      address,
      limit: 10,
    });
    expect(items).toMatchObject([
      { address, sender: '*', change: 'opt-in', source: 'web-form', evidence },
    ]);
    for (const change of [
      sql`update consent_entries set change = 'opt-out'`,
      sql`delete from consent_entries`,
    ]) {
      await expect(database.db.query(change)).rejects.toThrow();
    }
    const rows = await database.db.query(sql`
      select e::text as entry, o::text as standing from consent_entries e, opt_outs o`);
    for (const secret of [address, 'a sentence of proof', '192.0.2.77']) {
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  test('is exported page by page, newest first, and whole', async () => {
    const { core } = scene;
    const { application } = await scene.create('sandbox');
    for (let count = 0; count < 501; count += 1) {
      await core.consent.optIn({
        application,
        address: '447700900001',
        evidence: { text: `yes ${count}` },
      });
    }
    const pieces: string[] = [];
    for await (const piece of core.consent.exportEntries({ applicationId: application.id })) {
      pieces.push(piece);
    }
    expect(pieces).toHaveLength(3);
    const lines = pieces.join('').trimEnd().split('\r\n');
    expect(lines).toHaveLength(502);
    expect(lines[1]).toContain('yes 500');
    expect(lines.at(-1)).toContain('yes 0');
  });
});
