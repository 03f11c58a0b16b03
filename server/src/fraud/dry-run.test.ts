/** What the room Fraud reads, on traffic that went through the whole core. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import type { Application } from '../applications/application.ts';
import { type PumpingSettings, sandboxPumping } from '../applications/pumping-settings.ts';
import { sql } from '../db/client.ts';
import { parseAmount } from '../kernel/money.ts';
import { lanes } from '../verification/verification.ts';
import { classicWorkflows } from '../verification/workflows.ts';
import { allowNumber } from './allow-number.ts';
import { describeBudgets } from './describe-budgets.ts';
import { dryRun, type RuleOutcome } from './dry-run.ts';

const code = '135790';
let bench: TestCore;
let application: Application;
beforeAll(async () => {
  bench = await createTestCore();
  const sequence = { ...sandboxPumping.sequence, action: 'off' } as const;
  const made = await bench.create('sandbox', { pumping: { ...sandboxPumping, sequence } });
  application = made.application;
  bench.core.startLoops();
  // Thirty of a pumped prefix, of which nobody verifies; twenty people elsewhere, who do.
  for (let index = 0; index < 30; index += 1) await start(`44750011${1_000 + index * 37}`);
  for (let index = 0; index < 20; index += 1) {
    const id = await start(`4474${String(10_000_000 + index * 1_919_111)}`);
    const outcome = await bench.core.checkVerification({ application, verificationId: id, code });
    expect(outcome.kind).toBe('verified');
  }
});
afterAll(() => bench.close());

async function start(to: string): Promise<string> {
  const outcome = await bench.core.startVerification({
    application,
    dialect: 'nexmo-verify',
    lane: lanes.verification,
    to,
    brand: 'Acme',
    workflow: classicWorkflows[6] ?? [],
    codeLength: 6,
    code,
    codeLifeSeconds: 300,
    checksMax: 3,
  });
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  return outcome.verificationId;
}

const deps = () => ({
  ...bench.deps,
  priceOf: bench.core.prices.priceOf,
});
const tried = (pumping: PumpingSettings, caps: { hour: string | null } = { hour: null }) =>
  dryRun(deps(), {
    application,
    settings: { pumping, spendCaps: { ...caps, day: null } },
  });
const of = (outcomes: readonly RuleOutcome[], rule: string) =>
  outcomes.find((one) => one.rule === rule);
const refusing: PumpingSettings = {
  ...sandboxPumping,
  prefix: { action: 'refuse', hour: 5, day: 20, share: 1 },
  sequence: { ...sandboxPumping.sequence, action: 'off' },
};

test('a dry run tells what would have been stopped and saved, and harms nobody honest', async () => {
  const run = await tried(refusing);
  expect(run).toMatchObject({ isPartial: false, messages: 50, verified: 20 });
  expect(of(run.proposed, 'prefix')).toEqual({
    rule: 'prefix',
    stopped: 25,
    honest: 0,
    recorded: 0,
    saved: '0.83250000',
  });
});

test('beside it stands what the settings in force would have done', async () => {
  const { inForce } = await tried(refusing);
  expect(of(inForce, 'prefix')).toMatchObject({ stopped: 0, recorded: 20, saved: '0.00000000' });
});

test('people whom limits would have stopped are counted', async () => {
  const run = await tried({
    ...refusing,
    country: { action: 'refuse', hour: 3, day: 20, share: 0 },
  });
  expect(of(run.proposed, 'country')?.honest).toBeGreaterThan(0);
});

test('spend caps are part of it', async () => {
  const run = await tried(
    { ...refusing, prefix: { ...refusing.prefix, action: 'off' } },
    { hour: '0.34' },
  );
  // Ten messages of 0.0333 fit; they were the pump's, so that all people met the cap.
  expect(of(run.proposed, 'spendCaps')).toMatchObject({ stopped: 40, honest: 20 });
});

test('it changes and records nothing', async () => {
  const before = await footprint();
  await tried(refusing);
  expect(await footprint()).toEqual(before);
});

async function footprint() {
  const { db } = bench.deps;
  return db.query(sql`
    select (select count(*)::int from fraud_blocks) as blocks,
      (select count(*)::int from audit_entries) as entries,
      (select count(*)::int from applications where settings ? 'spendCaps') as capped`);
}

test('settings that are not acceptable are refused with the place', async () => {
  const prefix = { ...refusing.prefix, hour: 0 };
  await expect(tried({ ...refusing, prefix })).rejects.toMatchObject({
    code: 'invalid_parameter',
    publicDetail: { parameter: 'pumping.prefix.hour' },
  });
});

test('the budgets are told with what is allowed, the fullest first', async () => {
  const country = async () => {
    const { lines } = await describeBudgets(bench.deps, application);
    return lines.find(({ scope }) => scope === 'country')?.verifiedDay;
  };
  await expect.poll(country, { timeout: 5_000 }).toBe(20);
  const { lines, decided, spending } = await describeBudgets(bench.deps, application);
  expect(lines[0]).toMatchObject({
    scope: 'prefix',
    key: '44750011',
    unverifiedHour: 30,
    allowedHour: 10,
    isBlocked: false,
  });
  expect(lines.find(({ scope }) => scope === 'country')).toMatchObject({
    key: 'GB',
    sentDay: 50,
    verifiedDay: 20,
  });
  expect(decided).toEqual([{ action: 'record', count: 20, saved: '0.66600000' }]);
  expect(spending.map(({ window, cap }) => [window, cap])).toEqual([
    ['hour', null],
    ['day', null],
  ]);
  expect(parseAmount(spending[0]?.spent ?? '0')).toBe(50 * parseAmount('0.0333'));
});

test('a number that is allowed is kept masked, and its limits stay', async () => {
  const managing = { ...bench.deps, directory: bench.core.directory };
  const request = { application, number: '+44 7500 112 000', actor: 'operator:1' };
  const changed = await allowNumber(managing, request);
  expect(changed.settings.pumping.allow.numbers).toEqual([
    { mac: expect.stringMatching(/^[\w-]{22}$/), label: '4475•••••000' },
  ]);
  expect(changed.settings.pumping.prefix).toEqual(sandboxPumping.prefix);
  const again = await allowNumber(managing, { ...request, application: changed });
  expect(again.settings.pumping.allow.numbers).toHaveLength(1);
});
