import { describe, expect, test } from 'vitest';
import { behindWall } from './behind-wall.ts';
import type { Database } from './client.ts';

/** A database that only knows whose it is. */
function databaseOf(owner: string): Database {
  const never = () => Promise.reject(new Error('is not asked'));
  return {
    query: () => Promise.resolve([{ owner } as never]),
    transaction: never,
    script: never,
    ping: never,
    close: never,
    forApplication: (id) => databaseOf(`application ${id}`),
  };
}

const ask = async (db: Database, ...said: unknown[]) => {
  const [row] = await db.query<{ owner: string }>({ name: '', text: '', values: [] });
  return [row?.owner, ...said];
};

function makeDesk(db: Database) {
  return {
    byNumber: (applicationId: number, id: string) => ask(db, applicationId, id),
    byRequest: (request: { applicationId: number; id: string }) => ask(db, request.id),
    byActing: (request: { application: { id: number }; id: string }) => ask(db, request.id),
    byApplication: (application: { id: number; apiKey: string }, word: string) =>
      ask(db, application.apiKey, word),
    byNobody: (token: string) => ask(db, token),
  };
}

describe('a desk behind the wall', () => {
  const desk = behindWall(databaseOf('owner'), makeDesk, ['byNobody']);

  test('acts as the application it is asked by, however that is said', async () => {
    expect(await desk.byNumber(3, 'x')).toEqual(['application 3', 3, 'x']);
    expect(await desk.byRequest({ applicationId: 4, id: 'x' })).toEqual(['application 4', 'x']);
    expect(await desk.byActing({ application: { id: 5 }, id: 'x' })).toEqual([
      'application 5',
      'x',
    ]);
    expect(await desk.byApplication({ id: 6, apiKey: 'k' }, 'w')).toEqual([
      'application 6',
      'k',
      'w',
    ]);
  });

  test('what was named as outside stays outside', async () => {
    expect(await desk.byNobody('t')).toEqual(['owner', 't']);
  });

  test('an act that says not whose it is has to be named as outside: it does not compile', () => {
    const forgotten = behindWall(databaseOf('owner'), makeDesk);
    // @ts-expect-error: `byNobody` was not named.
    expect(forgotten.byNumber).toBeTypeOf('function');
  });
});
