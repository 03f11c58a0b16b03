/** What operators see and do: lists, attempts, replays, tests, endpoints, the signature debugger. */
import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookRig, fieldsOf, type WebhookRig } from '../../test-support/webhook-scene.ts';
import { clock, type Workbench } from '../../test-support/workbench.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { signatureBase, signParameters } from '../applications/signature.ts';
import { sql } from '../db/client.ts';
import { describeWebhook } from './describe-webhook.ts';
import { explainSignature } from './explain-signature.ts';
import { listWebhooks } from './list-webhooks.ts';
import { enableEndpoint, listEndpoints } from './manage-endpoints.ts';
import { replayGivenUp, replayWebhook } from './replay-webhooks.ts';
import { testWebhook } from './test-webhook.ts';

let rig: WebhookRig;
beforeAll(async () => {
  rig = await createWebhookRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.reset());

const actor = 'operator:1';
const deps = ({ keyRing }: Workbench) => {
  const { db } = rig.database;
  const directory = createApplicationDirectory({ db, keyRing });
  return { db, keyRing, directory, clock, httpClient: rig.httpClient };
};
const auditOf = (bench: Workbench) =>
  rig.database.db.query<{ action: string; data: unknown }>(sql`
    select action, data from audit_entries
    where application_id = ${bench.application.id} and actor = ${actor}`);
const giveUp = () =>
  rig.database.db.query(
    sql`update webhook_deliveries set give_up_at = now() + interval '1 second'`,
  );

describe('a delivery', () => {
  test('is told with every attempt, masked, with the string its signature was made over', () =>
    rig.withScene(
      async ({ bench, report, push }) => {
        const applicationId = bench.application.id;
        rig.receiver.status = 500;
        const { to } = await report({ receiptsTo: `${rig.receiver.url}/own?token=hush` });
        await push(10);
        await bench.travel(6);
        rig.receiver.status = 200;
        await push(10);
        const [row] = await rig.deliveries();
        const told = await describeWebhook(deps(bench), { applicationId, id: row?.id ?? '' });
        expect(told).toMatchObject({
          state: 'delivered',
          kind: 'delivery-receipt',
          status: 'delivered',
          url: `${rig.receiver.url}/own`,
          attempts: [
            { number: 1, status: 500 },
            { number: 2, status: 200 },
          ],
        });
        expect(JSON.stringify(told)).not.toContain(to);
        expect(JSON.stringify(told)).not.toContain('hush');
        for (const [index, attempt] of told.attempts.entries()) {
          const { sig, ...sent } = fieldsOf(rig.receiver.calls[index]);
          expect(attempt.request?.signature).toBe(sig);
          const masked = { ...sent, msisdn: told.maskedAddress ?? '' };
          delete (masked as { token?: string }).token;
          expect(attempt.request?.baseString).toBe(signatureBase(masked));
          expect(attempt.request?.body).toContain(`msisdn=${told.maskedAddress}`);
        }
      },
      { method: 'POST', signature: 'sha256' },
    ));

  test('is not told to another application', () =>
    rig.withScene(async ({ bench, report }) => {
      await report();
      const [row] = await rig.deliveries();
      const query = { applicationId: bench.application.id + 1, id: row?.id ?? '' };
      await expect(describeWebhook(deps(bench), query)).rejects.toThrow('not_found');
      await expect(replayWebhook(deps(bench), { ...query, actor })).rejects.toThrow('not_found');
    }));

  test('is listed newest first, by state, kind and time, in pages', () =>
    rig.withScene(async ({ bench, report, push }) => {
      const applicationId = bench.application.id;
      for (let index = 0; index < 3; index += 1) await report();
      await push(1);
      rig.receiver.status = 500;
      await giveUp();
      await push(1);
      const [delivered, gaveUp, due] = await rig.deliveries();
      const list = (filter: object) =>
        listWebhooks(deps(bench), { applicationId, limit: 2, ...filter });
      const first = await list({});
      expect(first.items.map(({ id }) => id)).toEqual([due?.id, gaveUp?.id]);
      const second = await list({ before: first.next });
      expect(second).toMatchObject({ items: [{ id: delivered?.id }], next: null });
      for (const row of [delivered, gaveUp, due]) {
        const { items } = await list({ state: row?.state });
        expect(items.map(({ id }) => id)).toEqual([row?.id]);
      }
      expect((await list({ kind: 'inbound-message' })).items).toEqual([]);
      expect((await list({ until: new Date(Date.now() - 60_000) })).items).toEqual([]);
      expect((await list({ since: new Date(Date.now() - 60_000) })).items).toHaveLength(2);
    }));
});

describe('a replay', () => {
  test('keeps the id and the values, signs anew, counts on, and begins the schedule anew', () =>
    rig.withScene(
      async ({ bench, report, push }) => {
        const applicationId = bench.application.id;
        rig.receiver.status = 500;
        await report();
        for (const seconds of [0, 6, 12]) {
          await bench.travel(seconds);
          await push(10);
        }
        await giveUp();
        await bench.travel(3);
        await bench.travel(60);
        await push(10);
        const [before] = await rig.deliveries();
        expect(before).toMatchObject({ state: 'gave_up', tries: 4 });
        await replayWebhook(deps(bench), { applicationId, id: before?.id ?? '', actor });
        await push(10);
        const [after] = await rig.deliveries();
        expect(after).toMatchObject({ id: before?.id, state: 'due', tries: 5 });
        expect(after?.due_in).toBeLessThan(6);
        const [first, last] = [
          fieldsOf(rig.receiver.calls[0]),
          fieldsOf(rig.receiver.calls.at(-1)),
        ];
        expect(last.messageId).toBe(first.messageId);
        expect(last.scts).toBe(first.scts);
        expect(last.nonce).not.toBe(first.nonce);
        expect(last.sig).not.toBe(first.sig);
        expect(await auditOf(bench)).toMatchObject([{ action: 'webhook.replayed' }]);
      },
      { signature: 'sha256' },
    ));

  test('of a range takes what was given up then, of that application, in order', () =>
    rig.withScene(async ({ bench, report, push }) => {
      rig.receiver.status = 500;
      for (let index = 0; index < 5; index += 1) await report();
      await giveUp();
      await push(10);
      rig.receiver.status = 200;
      rig.receiver.calls.length = 0;
      const applicationId = bench.application.id;
      const minute = 60_000;
      const [since, until] = [new Date(Date.now() - minute), new Date(Date.now() + minute)];
      const replay = (changes: object) =>
        replayGivenUp(deps(bench), { applicationId, since, until, actor, ...changes });
      expect(await replay({ until: since, since: new Date(0) })).toEqual({
        count: 0,
        isMore: false,
      });
      expect(await replay({ kind: 'inbound-message' })).toMatchObject({ count: 0 });
      expect(await replay({ applicationId: applicationId + 1 })).toMatchObject({ count: 0 });
      expect(await replay({})).toEqual({ count: 5, isMore: false });
      for (let index = 0; index < 5; index += 1) await push(1);
      const order = await rig.database.db.query<{ dispatch_id: string }>(
        sql`select dispatch_id from webhook_deliveries order by id`,
      );
      expect(rig.receiver.calls.map((call) => fieldsOf(call).messageId)).toEqual(
        order.map(({ dispatch_id }) => dispatch_id),
      );
      expect(await replay({})).toMatchObject({ count: 0 });
    }));

  test('is refused while an attempt is under way', () =>
    rig.withScene(async ({ bench, report }) => {
      await report();
      await rig.database.db.query(
        sql`update webhook_deliveries set leased_until = now() + interval '30 seconds'`,
      );
      const [row] = await rig.deliveries();
      const request = { applicationId: bench.application.id, id: row?.id ?? '', actor };
      await expect(replayWebhook(deps(bench), request)).rejects.toThrow('conflict');
    }));
});

describe('an endpoint that answered 410', () => {
  test('is shown, and enabled again with audit', () =>
    rig.withScene(async ({ bench, report, push }) => {
      const { application } = bench;
      rig.receiver.status = 410;
      await report();
      await push(10);
      const [endpoint] = await listEndpoints(deps(bench), application);
      expect(endpoint).toMatchObject({
        kinds: ['delivery-receipt'],
        url: `${rig.receiver.url}/dlr`,
        disabledAt: expect.any(Date),
      });
      const enable = {
        applicationId: application.id,
        endpointId: endpoint?.id ?? '',
        actor,
      };
      const elsewhere = { ...enable, applicationId: application.id + 1 };
      await expect(enableEndpoint(deps(bench), elsewhere)).rejects.toThrow('not_found');
      await enableEndpoint(deps(bench), enable);
      await expect(enableEndpoint(deps(bench), enable)).rejects.toThrow('not_found');
      rig.receiver.status = 200;
      await report();
      await push(10);
      expect(rig.receiver.calls).toHaveLength(2);
      expect(await listEndpoints(deps(bench), application)).toMatchObject([{ disabledAt: null }]);
      expect(await auditOf(bench)).toMatchObject([{ action: 'endpoint.enabled' }]);
    }));
});

describe('a test webhook', () => {
  test('is signed as a real one and tells the answer', () =>
    rig.withScene(
      async ({ bench }) => {
        const { application } = bench;
        rig.receiver.status = 202;
        const request = { application, kind: 'delivery-receipt', actor };
        const tested = await testWebhook(deps(bench), request);
        expect(tested).toMatchObject({ isAcknowledged: true, status: 202, error: null });
        const fields = fieldsOf(rig.receiver.calls[0]);
        expect(fields).toMatchObject({ status: 'delivered', 'api-key': application.apiKey });
        const text = rig.receiver.calls[0]?.body ?? '';
        expect(await explainSignature(deps(bench), { application, text })).toMatchObject({
          algorithm: 'sha512',
          findings: [],
        });
        expect(await auditOf(bench)).toMatchObject([{ action: 'webhook.tested' }]);
      },
      { signature: 'sha512', method: 'POST-JSON' },
    ));

  test.each([
    ['verify-event', { type: 'event', channel: 'sms', status: 'completed' }],
    ['verify-summary', { type: 'summary', status: 'completed', price: '0.05000000' }],
  ])('of Verify v2 is told and signed as a real %s', (kind, expected) =>
    rig.withScene(
      async ({ bench }) => {
        const { application } = bench;
        const tested = await testWebhook(deps(bench), { application, kind, actor });
        expect(tested).toMatchObject({ isAcknowledged: true, status: 200 });
        const { body = '', headers } = rig.receiver.calls[0] ?? {};
        expect(JSON.parse(body)).toMatchObject(expected);
        expect(tested.request.body).toBe(body);
        const known = await deps(bench).directory.find(application.apiKey);
        const token = String(headers?.authorization).replace('Bearer ', '');
        const { payload } = await jwtVerify(token, Buffer.from(known?.signatureSecret ?? ''));
        expect(payload).toMatchObject({
          application_id: application.wireId,
          payload_hash: createHash('sha256').update(body).digest('hex'),
        });
      },
      {},
      { verifyEvents: { url: `${rig.receiver.url}/events` } },
    ),
  );

  test('of the native API is sent by its own button, so not here', () =>
    rig.withScene(async ({ bench: { application }, bench }) => {
      const test = testWebhook(deps(bench), { application, kind: 'event', actor });
      await expect(test).rejects.toThrow('not_found');
    }));

  test('goes nowhere the settings forbid, and without a URL nowhere', () =>
    rig.withScene(
      async ({ bench }) => {
        const { application } = bench;
        const test = (kind: string) => testWebhook(deps(bench), { application, kind, actor });
        expect(await test('delivery-receipt')).toMatchObject({
          isAcknowledged: false,
          status: null,
        });
        expect(rig.receiver.calls).toEqual([]);
        await expect(test('inbound-message')).rejects.toThrow('conflict');
        await expect(test('nothing')).rejects.toThrow('not_found');
      },
      { url: 'http://localhost:1/' },
      { allowedNetworks: [] },
    ));
});

describe('the signature debugger', () => {
  test.each(['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const)(
    'knows %s, says what was changed, and never what would be right',
    (algorithm) =>
      rig.withScene(async ({ bench }) => {
        const { application } = bench;
        const known = await deps(bench).directory.find(application.apiKey);
        const sent: Record<string, string> = {
          text: 'a=b&c ü',
          timestamp: String(Math.floor(Date.now() / 1000)),
        };
        sent.sig = signParameters(sent, known?.signatureSecret ?? '', algorithm);
        const explain = (fields: object, make = asForm) =>
          explainSignature(deps(bench), { application, text: make(fields) });
        const right = { algorithm, baseString: `&text=a_b_c ü&timestamp=${sent.timestamp}` };
        expect(await explain(sent)).toMatchObject({ ...right, findings: [] });
        expect(await explain(sent, JSON.stringify)).toMatchObject({ ...right, findings: [] });
        expect(await explain(sent, (all) => `https://a.example/x?${asForm(all)}`)).toMatchObject(
          right,
        );
        const changed = await explain({ ...sent, text: 'other' });
        expect(changed).toMatchObject({ algorithm: null });
        expect(changed.findings).toHaveLength(1);
        const forged = { ...sent, text: 'other' };
        delete (forged as { sig?: string }).sig;
        const due = signParameters(forged, known?.signatureSecret ?? '', algorithm);
        expect(JSON.stringify(changed).toLowerCase()).not.toContain(due.toLowerCase());
      }),
  );

  test.each([
    ['{"a":1}', 'not a text'],
    ['a=1', 'no `sig`'],
    ['a=1&sig=AA&timestamp=1', 'five minutes'],
    ['a=1&sig=AA', 'no `timestamp`'],
  ])('of %j says %j', (text, finding) =>
    rig.withScene(async ({ bench }) => {
      const { application } = bench;
      const { findings } = await explainSignature(deps(bench), { application, text });
      expect(findings.join(' ')).toContain(finding);
    }),
  );

  test.each(['', '   ', '{', '{}'])('refuses %j', (text) =>
    rig.withScene(async ({ bench }) => {
      const { application } = bench;
      const explained = explainSignature(deps(bench), { application, text });
      await expect(explained).rejects.toThrow(/invalid_parameter/);
    }),
  );
});

function asForm(fields: object): string {
  return new URLSearchParams(fields as Record<string, string>).toString();
}
