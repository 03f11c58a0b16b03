/** What the classic APIs note and forget, looked at in the rows themselves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../../test-support/test-core.ts';
import { until } from '../../../test-support/until.ts';
import { freshNumber, usualRequest } from '../../../test-support/workbench.ts';
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { sql } from '../../db/client.ts';
import { newId } from '../../kernel/ids.ts';
import { lanes } from '../../verification/verification.ts';
import { createRejectionRecorder, rejectionsADayMax } from './record-rejection.ts';

let scene: TestCore;
let other: Application;
beforeAll(async () => {
  scene = await createTestCore();
  other = (await scene.create('sandbox')).application;
});
afterAll(() => scene.close());

const query = <Row>(statement: ReturnType<typeof sql>) => scene.database.db.query<Row>(statement);

async function sendCode(to = freshNumber()) {
  const outcome = await scene.core.startVerification({
    ...usualRequest(scene.application),
    to,
    lane: lanes.message,
    code: '471108',
    template: { text: 'Hello ${name}, ${pin} is it', parameters: { name: 'Anna' } },
  });
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  return { ...outcome, to };
}

async function sendText(text: string, to = freshNumber()) {
  const { application } = scene;
  const sent = await scene.core.sendMessage({
    application,
    dialect: 'test',
    to,
    sender: 'Acme',
    text,
    wantsReceipts: false,
    validitySeconds: 3_600,
  } as Parameters<Core['sendMessage']>[0]);
  return { ...sent, to };
}

describe('rejections', () => {
  const rejection = (to: string, application = scene.application) => ({
    applicationId: application.id,
    to,
    from: 'Acme',
    code: '3',
    label: 'to address is not numeric',
  });
  const today = new Date();
  const find = async (to?: string, application = scene.application) =>
    scene.core.findRejections({ application, day: today, ...(to !== undefined && { to }) });

  test('are found by the number in any spelling, by day, and by nobody else', async () => {
    scene.core.recordRejection(rejection('+44 (7700) 900-555'));
    scene.core.recordRejection(rejection('nobody'));
    await until(async () => (await find()).length === 2);
    expect(await find('447700900555')).toMatchObject([{ to: '447700900555', code: '3' }]);
    expect(await find('nobody')).toMatchObject([{ to: 'nobody', from: 'Acme' }]);
    expect(await find('447700900555', other)).toEqual([]);
    const yesterday = new Date(today.getTime() - 86_400_000);
    const { application } = scene;
    expect(await scene.core.findRejections({ application, day: yesterday })).toEqual([]);
  });

  test('hold no number in clear, and take whatever was sent for one', async () => {
    for (const to of ['', 'x'.repeat(10_000), 'a\0b', '\ud800', "'; drop table rejections"]) {
      scene.core.recordRejection(rejection(to, other));
    }
    scene.core.recordRejection(rejection('447700900777', other));
    await until(async () => (await find(undefined, other)).length === 6);
    const rows = await query(sql`
      select encode(address_sealed, 'escape') || encode(address_mac, 'escape') || sender as row
      from rejections`);
    expect(JSON.stringify(rows)).not.toContain('447700900777');
  });

  test('stop at so many a day, of one application only', async () => {
    const { deps } = scene;
    const recorder = createRejectionRecorder(deps);
    const { application: noisy } = await scene.create('sandbox');
    for (let sent = 0; sent < rejectionsADayMax + 50; sent += 1) {
      recorder.record(rejection('1', noisy));
      // The queue is bounded too: what is sent at a sane pace is written.
      if (sent % 500 === 0) await recorder.idle();
    }
    await recorder.idle();
    recorder.record(rejection('1', other));
    await recorder.idle();
    const [row] = await query<{ count: number }>(sql`
      select count(*)::int as count from rejections where application_id = ${noisy.id}`);
    expect(row?.count).toBe(rejectionsADayMax);
  });

  test('are not noted, and nothing else happens, while the database is away', async () => {
    const { deps } = scene;
    const lost: string[] = [];
    const recorder = createRejectionRecorder({
      ...deps,
      db: { ...deps.db, query: () => Promise.reject(new Error('away')) },
      logger: { ...deps.logger, warn: (_facts, sentence) => lost.push(sentence) },
    });
    expect(() => recorder.record(rejection('447700900999'))).not.toThrow();
    await recorder.idle();
    expect(lost).toEqual(['rejections not noted']);
  });
});

describe('conversions', () => {
  const report = (messageId: string, isConverted: boolean, applicationId = scene.application.id) =>
    scene.core.recordConversion({ applicationId, messageId, kind: 'sms', isConverted });
  const stored = (messageId: string) =>
    query<{ is_converted: boolean }>(sql`
      select is_converted from conversions where message_id = ${messageId}::uuid`);
  const noted = async (verificationId: string) => {
    const rows = await query<{ data: { isConverted: boolean } }>(sql`
      select data from verification_events
      where verification_id = ${verificationId}::uuid and kind = 'conversion.reported' order by id`);
    return rows.map(({ data }) => data.isConverted);
  };

  test('the last word wins, and the same word again is none', async () => {
    const { dispatchId, verificationId } = await sendCode();
    for (const word of [true, true, false, false, true]) {
      expect(await report(dispatchId, word)).toBe(true);
    }
    expect(await stored(dispatchId)).toEqual([{ is_converted: true }]);
    expect(await noted(verificationId)).toEqual([true, false, true]);
  });

  test('the same word from many at once is one', async () => {
    const { dispatchId, verificationId } = await sendCode();
    await Promise.all(Array.from({ length: 20 }, () => report(dispatchId, true)));
    expect(await stored(dispatchId)).toHaveLength(1);
    expect(await noted(verificationId)).toEqual([true]);
  });

  test('of a message without a code, by any of its parts', async () => {
    const sent = await sendText('Long. '.repeat(60));
    expect(sent.parts.length).toBeGreaterThan(1);
    for (const { dispatchId } of sent.parts) expect(await report(dispatchId, true)).toBe(true);
  });

  test('of a later step of a verification', async () => {
    const { verificationId } = await sendCode();
    const dispatchId = newId(new Date(Date.now() + 600_000));
    await query(sql`
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        sender, state, wants_receipts)
      values (${scene.application.id}, ${dispatchId}::uuid, ${verificationId}::uuid, 1, 1, 'voice',
        'Acme', 'sent', false)`);
    expect(await report(dispatchId, true)).toBe(true);
    expect(await noted(verificationId)).toEqual([true]);
  });

  test('of another application’s message, or nobody’s, leave no trace', async () => {
    const { dispatchId, verificationId } = await sendCode();
    expect(await report(dispatchId, true, other.id)).toBe(false);
    for (const id of [verificationId, newId(new Date()), 'nonsense']) {
      expect(await report(id, true)).toBe(false);
    }
    expect(await stored(dispatchId)).toEqual([]);
    const [row] = await query<{ count: number }>(sql`
      select count(*)::int as count from conversions where application_id = ${other.id}`);
    expect(row?.count).toBe(0);
  });
});

describe('redaction', () => {
  const redact = (
    id: string,
    kind: 'outbound' | 'verification' = 'outbound',
    of = scene.application,
  ) => scene.core.redactMessage({ application: of, kind, id });
  /** As if it had been sent two hours ago and nobody had reported on it. */
  const age = (verificationId: string) =>
    query(sql`
      update dispatches set created_at = now() - interval '2 hours',
        state = case when state = 'due' then 'sent' else state end
      where verification_id = ${verificationId}::uuid`);
  const end = (verificationId: string) =>
    query(sql`
      update verifications set status = 'expired', ended_at = now()
      where id = ${verificationId}::uuid`);

  test('of a code waits until it is over, then leaves its accounting and nobody’s number', async () => {
    const { dispatchId, verificationId, to } = await sendCode();
    expect(await redact(dispatchId)).toBe('too-early');
    await age(verificationId);
    expect(await redact(dispatchId)).toBe('too-early');
    await end(verificationId);
    expect(await redact(dispatchId)).toBe('done');
    expect(await redact(dispatchId)).toBe('done');
    const [row] = await query<Record<string, unknown>>(sql`
      select octet_length(address_mac) as mac, address_prefix, template_sealed, country, price
      from verifications where id = ${verificationId}::uuid`);
    expect(row).toMatchObject({
      mac: 0,
      address_prefix: null,
      template_sealed: null,
      country: 'GB',
    });
    const found = await scene.core.findMessages.byId(scene.application, dispatchId);
    expect(found).toMatchObject({ to: '', body: '', price: expect.stringMatching(/^0\.0333/) });
    const byDay = { day: new Date(new Date().toISOString().slice(0, 10)), to };
    expect(await scene.core.findMessages.byRecipient(scene.application, byDay)).toEqual([]);
    const [handset] = await query<{ count: number }>(sql`
      select count(*)::int as count from handset_messages
      where verification_id = ${verificationId}::uuid`);
    expect(handset?.count).toBe(0);
  });

  test('of a verification forgets the addresses and words of its steps', async () => {
    const { verificationId } = await sendCode();
    const steps = [
      { channel: 'sms', waitSeconds: 60 },
      {
        channel: 'voice',
        waitSeconds: 60,
        toSealed: 'AQID',
        toCountry: 'GB',
        templateSealed: 'AQID',
      },
    ];
    await query(sql`
      update verifications set workflow = ${JSON.stringify(steps)}::jsonb, status = 'expired',
        ended_at = now()
      where id = ${verificationId}::uuid`);
    await age(verificationId);
    expect(await redact(verificationId, 'verification')).toBe('done');
    const [row] = await query(
      sql`select workflow from verifications where id = ${verificationId}::uuid`,
    );
    expect(row).toEqual({
      workflow: [steps[0], { channel: 'voice', waitSeconds: 60, toCountry: 'GB' }],
    });
  });

  test('of a text forgets all its parts', async () => {
    const sent = await sendText('Dear Anna. '.repeat(40));
    const [first, second] = sent.parts;
    const found = await scene.core.findMessages.byId(scene.application, second?.dispatchId ?? '');
    expect(found).toMatchObject({ to: sent.to, body: expect.stringContaining('Dear Anna') });
    await age(sent.messageId);
    expect(await redact(first?.dispatchId ?? '')).toBe('done');
    for (const { dispatchId } of sent.parts) {
      expect(await scene.core.findMessages.byId(scene.application, dispatchId)).toMatchObject({
        to: '',
        body: '',
      });
    }
  });

  test('is refused to another application, and audited', async () => {
    const { dispatchId, verificationId } = await sendCode();
    await age(verificationId);
    await end(verificationId);
    expect(await redact(dispatchId, 'outbound', other)).toBe('not-found');
    expect(await redact(verificationId, 'verification', other)).toBe('not-found');
    expect(await redact(verificationId, 'verification')).toBe('done');
    const entries = await query(sql`
      select application_id, actor from audit_entries
      where action = 'message.redacted' and subject = ${verificationId}`);
    expect(entries).toEqual([{ application_id: scene.application.id, actor: 'application' }]);
  });
});
