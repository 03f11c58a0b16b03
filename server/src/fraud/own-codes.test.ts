/** Codes that the caller checks: what is known of them comes back by a report. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import type { Application } from '../applications/application.ts';
import { sandboxPumping } from '../applications/pumping-settings.ts';
import { lanes } from '../verification/verification.ts';
import { singleMessageWorkflow } from '../verification/workflows.ts';
import { describeBudgets } from './describe-budgets.ts';

let bench: TestCore;
beforeAll(async () => {
  bench = await createTestCore();
  bench.core.startLoops();
});
afterAll(() => bench.close());

async function sendOwnCode(application: Application, to: string): Promise<string> {
  const outcome = await bench.core.startVerification({
    application,
    dialect: 'nexmo-2fa',
    lane: lanes.message,
    to,
    brand: 'Acme',
    workflow: singleMessageWorkflow(600),
    codeLength: 4,
    code: '1234',
    codeLifeSeconds: 600,
    checksMax: 5,
  });
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  return outcome.dispatchId;
}

async function countryOf(application: Application) {
  const { lines } = await describeBudgets(bench.deps, application);
  const line = lines.find(({ scope }) => scope === 'country');
  return line && [line.sentDay, line.verifiedDay];
}

test('a message that is reported as used counts as verified, once', async () => {
  const pumping = { ...sandboxPumping, countsOwnCodes: true };
  const { application } = await bench.create('sandbox', { pumping });
  const ids: string[] = [];
  for (const last of ['1', '2', '3'])
    ids.push(await sendOwnCode(application, `44740012345${last}`));
  const report = { applicationId: application.id, kind: 'sms', messageId: ids[0] ?? '' } as const;
  for (const isConverted of [true, true]) {
    expect(await bench.core.recordConversion({ ...report, isConverted })).toBe(true);
  }
  await bench.core.recordConversion({ ...report, messageId: ids[1] ?? '', isConverted: false });
  await expect.poll(() => countryOf(application), { timeout: 5_000 }).toEqual([3, 1]);
});

test('unless the application counts them, neither sends nor reports do', async () => {
  const { application } = await bench.create('sandbox', {});
  const counting = await bench.create('sandbox', {
    pumping: { ...sandboxPumping, countsOwnCodes: true },
  });
  const messageId = await sendOwnCode(application, '447400123454');
  const report = { applicationId: application.id, kind: 'sms', messageId } as const;
  await bench.core.recordConversion({ ...report, isConverted: true });
  await sendOwnCode(counting.application, '447400123455');
  // The other one has been written by now, so this one would have been.
  await expect.poll(() => countryOf(counting.application), { timeout: 5_000 }).toEqual([1, 0]);
  expect(await countryOf(application)).toBeUndefined();
});

test('a plain message is let pass, but not into a block', async () => {
  const pumping = {
    ...sandboxPumping,
    prefix: { action: 'refuse', hour: 1, day: 1, share: 0 } as const,
  };
  const { application } = await bench.create('sandbox', {
    pumping: { ...pumping, countsOwnCodes: true },
  });
  const message = {
    application,
    dialect: 'nexmo-sms',
    sender: 'Acme',
    to: '447400777001',
    text: 'Your parcel has arrived.',
    wantsReceipts: false,
    validitySeconds: 3_600,
    flash: false,
  } as const;
  expect((await bench.core.sendMessage(message)).parts).toHaveLength(1);
  await sendOwnCode(application, '447400777002');
  await expect(sendOwnCode(application, '447400777003')).rejects.toMatchObject({ code: 'barred' });
  await expect(bench.core.sendMessage(message)).rejects.toMatchObject({
    code: 'barred',
    publicDetail: { reason: 'pumping' },
  });
});
