/** The stream of events: its order, its cursor, what it keeps apart, and the catalogue. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { clock, createWorkbench, type Workbench } from '../../test-support/workbench.ts';
import { createRelayEvents } from '../webhooks/relay-events.ts';
import {
  detailsOf,
  eventCatalogue,
  eventIdOf,
  eventTypes,
  isEventFilter,
  matchesFilter,
  parseEventId,
} from './event.ts';
import type { EventPayload } from './event-payload.ts';
import { createFollowEvents } from './follow-events.ts';
import { type EventQuery, listEvents } from './list-events.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Scene {
  readonly bench: Workbench;
  relay(): Promise<number>;
  list(query?: Partial<EventQuery>): ReturnType<typeof listEvents>;
  /** Begins one, which is one event. */
  begin(): Promise<string>;
}

async function withScene(work: (scene: Scene) => Promise<void>): Promise<void> {
  const bench = await createWorkbench({ database });
  const { db } = database;
  const { keyRing, application } = bench;
  const relayEvents = createRelayEvents({ db, clock, subscribers: [] });
  try {
    await work({
      bench,
      relay: () => relayEvents(500),
      list: (query) =>
        listEvents({ db, keyRing }, { applicationId: application.id, limit: 100, ...query }),
      begin: async () => (await bench.begin({ wantsEvents: true })).verificationId,
    });
  } finally {
    await bench.close();
  }
}

const namesOf = (items: readonly EventPayload[]) =>
  items.map(({ verification, type }) => `${verification?.id} ${type}`);

describe('the stream', () => {
  test('is read page by page with the id of the last event, and on from an empty page', () =>
    withScene(async ({ begin, relay, list }) => {
      const ids: string[] = [];
      for (let index = 0; index < 5; index += 1) ids.push(await begin());
      await relay();
      const seen: string[] = [];
      let after: string | undefined;
      for (const expected of [2, 2, 1]) {
        const page = await list({ limit: 2, ...(after && { after }) });
        expect(page.items).toHaveLength(expected);
        expect(page.hasMore).toBe(expected === 2);
        expect(page.next).toBe(page.items.at(-1)?.id);
        seen.push(...page.items.map(({ verification }) => verification?.id ?? ''));
        after = page.next ?? undefined;
      }
      expect(seen).toEqual(ids);
      expect(await list({ after: after ?? '' })).toEqual({
        items: [],
        next: after,
        hasMore: false,
      });
      const id = await begin();
      await relay();
      const { items } = await list({ after: after ?? '' });
      expect(namesOf(items)).toEqual([`${id} verification.started`]);
    }));

  test('never skips an event that was written earlier and committed later', () =>
    withScene(async ({ bench, begin, relay, list }) => {
      const slow = new pg.Client({ connectionString: database.url });
      await slow.connect();
      try {
        const late = await begin();
        const early = await begin();
        await relay();
        await slow.query('begin');
        await slow.query(
          `insert into verification_events (application_id, verification_id, kind, is_owed)
           values ($1, $2, 'check.wrong', true)`,
          [bench.application.id, late],
        );
        await bench.check(early, bench.codeOf(early));
        await relay();
        const first = await list();
        expect(namesOf(first.items).at(-1)).toBe(`${early} verification.verified`);
        await slow.query('commit');
        await relay();
        const { items } = await list({ after: first.next ?? '' });
        expect(namesOf(items)).toEqual([`${late} check.wrong`]);
      } finally {
        await slow.end();
      }
    }));

  test('holds nothing that was not relayed, and begins at its end when that is asked for', () =>
    withScene(async ({ begin, relay, list }) => {
      expect(await list({ after: 'latest' })).toEqual({ items: [], next: null, hasMore: false });
      await begin();
      expect((await list()).items).toEqual([]);
      await relay();
      const { next } = await list({ after: 'latest' });
      const id = await begin();
      await relay();
      expect(namesOf((await list({ after: next ?? '' })).items)).toEqual([
        `${id} verification.started`,
      ]);
    }));

  test('is filtered by type, group and verification; a filtered reader gets on all the same', () =>
    withScene(async ({ bench, begin, relay, list }) => {
      const first = await begin();
      await bench.check(first, bench.wrongCodeOf(first));
      const second = await begin();
      await bench.check(second, bench.codeOf(second));
      await relay();
      expect(namesOf((await list({ types: ['check.*'] })).items)).toEqual([`${first} check.wrong`]);
      expect(namesOf((await list({ verificationId: second })).items)).toEqual([
        `${second} verification.started`,
        `${second} verification.verified`,
      ]);
      const none = await list({ types: ['conversion.reported'] });
      expect(none.items).toEqual([]);
      expect(none.next).toBe(eventIdOf({ verificationId: second, sequence: 2 }));
      expect(namesOf((await list({ after: none.next ?? '' })).items)).toEqual([]);
    }));

  test('says of each event how things stood then', () =>
    withScene(async ({ bench, begin, relay, list }) => {
      const id = await begin();
      await relay();
      const before = (await list()).items;
      await bench.check(id, bench.codeOf(id));
      await relay();
      const after = (await list()).items;
      expect(after.map(({ verification }) => verification?.status)).toEqual([
        'in_progress',
        'verified',
      ]);
      expect(after.slice(0, 1)).toEqual(before);
    }));

  test('tells an application nothing of another, by whichever cursor or id', () =>
    withScene(async ({ begin, relay, list }) => {
      const mine = await begin();
      await relay();
      const { next } = await list();
      await withScene(async (theirs) => {
        expect((await theirs.list()).items).toEqual([]);
        expect((await theirs.list({ verificationId: mine })).items).toEqual([]);
        await expect(theirs.list({ after: next ?? '' })).rejects.toThrow('invalid_parameter');
      });
    }));

  test.each([
    [{ after: 'evt_1' }],
    [{ after: `evt_${'0'.repeat(32)}_1` }],
    [{ after: 'EVT' }],
    [{ types: ['message.seen'] }],
    [{ types: ['*'] }],
    [{ verificationId: 'none' }],
  ])('refuses %j', (query) =>
    withScene(async ({ list }) => {
      await expect(list(query)).rejects.toThrow('invalid_parameter');
    }),
  );

  test('is followed as events come, from the one read last, until the reader goes', () =>
    withScene(async ({ bench, begin, relay, list }) => {
      await begin();
      await relay();
      const { next } = await list();
      const stop = new AbortController();
      const follow = createFollowEvents({ db: database.db, keyRing: bench.keyRing });
      const query = { applicationId: bench.application.id, signal: stop.signal };
      const following = follow({ ...query, after: next ?? '' });
      const seen = following.next();
      const id = await begin();
      await relay();
      expect((await seen).value).toMatchObject({ verification: { id } });
      const end = following.next();
      stop.abort();
      expect((await end).done).toBe(true);
    }));

  test('is followed ten times at once by one application, and again when one has gone', () =>
    withScene(async ({ bench, begin, relay }) => {
      await begin();
      await relay();
      const stop = new AbortController();
      const follow = createFollowEvents({ db: database.db, keyRing: bench.keyRing });
      const query = { applicationId: bench.application.id, signal: stop.signal };
      const open = Array.from({ length: 10 }, () => follow(query));
      await Promise.all(open.map((one) => one.next()));
      expect(() => follow(query)).toThrow('rate_limited');
      expect(() => follow({ ...query, applicationId: 0 })).not.toThrow();
      await open[0]?.return(undefined);
      expect(() => follow(query)).not.toThrow();
      stop.abort();
      await Promise.all(open.map((one) => one.return(undefined)));
    }));

  test('no longer knows the number once it was erased', () =>
    withScene(async ({ bench, begin, relay, list }) => {
      const id = await begin();
      await relay();
      const sealed = bench.keyRing.seal('', `verifications.address:${id}`);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query('update verifications set address_sealed = $1 where id = $2', [
        sealed,
        id,
      ]);
      await client.end();
      expect((await list()).items[0]?.verification?.to).toBeNull();
    }));
});

describe('the catalogue', () => {
  const sources = globSync('**/*store.ts', { cwd: path.resolve(import.meta.dirname, '..') }).map(
    (file) => readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'),
  );
  const groups = [...new Set(eventTypes.map((type) => type.slice(0, type.indexOf('.'))))];
  const named = new RegExp(`'((?:${groups.join('|')})\\.[a-z_]+)'`, 'g');

  test('has every kind of fact that a statement of ours writes', () => {
    const statements = sources.filter((source) => source.includes('into verification_events'));
    expect(statements.length).toBeGreaterThanOrEqual(5);
    const written = statements.flatMap((source) =>
      [...source.matchAll(named)].map(([, kind]) => kind),
    );
    expect(written.length).toBeGreaterThan(10);
    for (const kind of written) expect(eventTypes).toContain(kind);
  });

  test('is printed in the documents, type by type', () => {
    const page = readFileSync(
      path.resolve(import.meta.dirname, '../../../docs/webhooks.md'),
      'utf8',
    );
    for (const [type, { summary }] of Object.entries(eventCatalogue)) {
      expect(page).toContain(`| \`${type}\` | ${summary} |`);
    }
  });

  test('lets through what it names and nothing else', () => {
    const data = { dispatchId: 'd', errorCode: 6, raw: 'text:1234', error: null, code: '1234' };
    expect(detailsOf('message.failed', data)).toEqual({ message_id: 'd', error_code: 6 });
    expect(detailsOf('check.wrong', { clientAddress: '::1' })).toEqual({});
  });
});

describe('names', () => {
  test.each([
    ['message.delivered', ['message.*'], true],
    ['message.delivered', ['message.sent'], false],
    ['message.delivered', null, true],
    ['verification.verified', ['message.*', 'verification.verified'], true],
  ] as const)('%s fits %j: %s', (type, filter, fits) => {
    expect(matchesFilter(type, filter)).toBe(fits);
  });

  test.each(['message.*', 'verification.started'])('%s is a filter', (text) => {
    expect(isEventFilter(text)).toBe(true);
  });
  test.each(['*', 'messages.*', 'message.', 'toString', '__proto__', 'message.*.*'])(
    '%s is none',
    (text) => {
      expect(isEventFilter(text)).toBe(false);
    },
  );

  test('an event’s id names it, has no dot, and is read back', () => {
    const event = { verificationId: '0192f0c1-7e6a-7000-8000-00000000abcd', sequence: 12 };
    const id = eventIdOf(event);
    expect(id).toBe('evt_0192f0c17e6a7000800000000000abcd_12');
    expect(parseEventId(id)).toEqual(event);
    for (const wrong of ['', 'evt_', `${id}0000000000`, id.replace('evt', 'ev'), `${id}.1`]) {
      expect(parseEventId(wrong)).toBeUndefined();
    }
  });
});
