/** Numbers with a known outcome: each one's outcome, end to end over the handset's carrier. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { until } from '../../test-support/until.ts';
import { usualRequest } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';
import { receiptStatuses } from '../transports/contract.ts';
import { magicNumbers, receiptsFor, refuseMagicNumber, usualReceipts } from './magic-numbers.ts';

let scene: TestCore;
beforeAll(async () => {
  scene = await createTestCore();
  scene.core.startLoops();
});
afterAll(() => scene.close());

async function follow(number: string) {
  const { core, application, database } = scene;
  const outcome = await core.startVerification({ ...usualRequest(application), to: number });
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  const events = async () => {
    const rows = await database.db.query<{ kind: string }>(sql`
      select kind from verification_events
      where verification_id = ${outcome.verificationId}::uuid and kind like 'message.%'
      order by id`);
    return rows.map(({ kind }) => kind.slice('message.'.length));
  };
  const dispatch = async () => {
    const [row] = await database.db.query<{ state: string; error_code: number | null }>(sql`
      select state, error_code from dispatches
      where verification_id = ${outcome.verificationId}::uuid`);
    return row;
  };
  const become = (state: string) => until(async () => (await dispatch())?.state === state);
  return { events, dispatch, become };
}
const travel = (seconds: number) =>
  scene.core.advanceClock({ application: scene.application, seconds });
const quiet = () => new Promise((resolve) => setTimeout(resolve, 400));

describe('each outcome', () => {
  test.each([
    ['12025550100', 'delivered', 0, ['sent', 'accepted', 'delivered']],
    ['447700900001', 'delivered', 0, ['sent', 'accepted', 'delivered']],
    ['12025550101', 'failed', 3, ['sent', 'accepted', 'failed']],
    ['12025550102', 'rejected', 6, ['sent', 'rejected']],
    ['12025550105', 'delivered', 0, ['sent', 'accepted', 'delivered']],
  ])('%s: %s with error code %i', async (number, state, errorCode, kinds) => {
    const { become, dispatch, events } = await follow(number);
    await become(state);
    await quiet();
    expect(await dispatch()).toEqual({ state, error_code: errorCode });
    expect(await events()).toEqual(kinds);
  });

  test('12025550103: silence, then expired after 72 hours with error code 1', async () => {
    const { become, dispatch } = await follow('12025550103');
    await become('accepted');
    await quiet();
    await travel(71 * 3600);
    await quiet();
    expect(await dispatch()).toMatchObject({ state: 'accepted' });
    await travel(3600);
    await become('expired');
    expect(await dispatch()).toEqual({ state: 'expired', error_code: 1 });
  });

  test('12025550104: delivered after 30 seconds', async () => {
    const { become, dispatch } = await follow('12025550104');
    await become('accepted');
    await quiet();
    await travel(28);
    await quiet();
    expect(await dispatch()).toMatchObject({ state: 'accepted' });
    await travel(2);
    await become('delivered');
  });

  test.each([
    ['12025550106', 'rate_limited'],
    ['12025550107', 'barred'],
  ])('%s: the request itself is refused as %s', async (number, code) => {
    await expect(follow(number)).rejects.toMatchObject({ name: 'PlatformError', code });
    expect(() => refuseMagicNumber(number)).toThrow(code);
  });
});

describe('the list', () => {
  test.each(magicNumbers.map((magic) => [magic.number, magic]))(
    '%s is a valid number and says what it does',
    (number, magic) => {
      expect(normalisePhoneNumber(number, { acceptPossible: false })).toMatchObject({ kind: 'ok' });
      expect(magic.description.length).toBeGreaterThan(10);
      expect((magic.receipts === undefined) !== (magic.refusal === undefined)).toBe(true);
      for (const { status, afterMilliseconds } of magic.receipts ?? []) {
        expect(receiptStatuses).toContain(status);
        expect(afterMilliseconds).toBeGreaterThanOrEqual(0);
      }
    },
  );

  test('numbers and outcomes are unique', () => {
    expect(new Set(magicNumbers.map(({ number }) => number)).size).toBe(magicNumbers.length);
    expect(new Set(magicNumbers.map(({ outcome }) => outcome)).size).toBe(magicNumbers.length);
  });

  test('every other number is delivered and refused by nobody', () => {
    expect(receiptsFor('447700900001')).toBe(usualReceipts);
    expect(() => refuseMagicNumber('447700900001')).not.toThrow();
  });
});
