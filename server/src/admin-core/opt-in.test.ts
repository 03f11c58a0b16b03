/** A campaign's words and its opt-in page on the whole core: what is kept, sent and written down. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { until } from '../../test-support/until.ts';
import type { OptInCore } from '../apis/admin/opt-in-core.ts';
import { listAudit } from '../audit/list-audit.ts';
import { listCampaigns } from '../campaigns/read-campaigns.ts';
import { bindOptIn } from './opt-in.ts';

let bench: TestCore;
let optIn: OptInCore;
let applicationId: number;
let campaignId: number;
let page = '';
const server = http.createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
});
let url = '';
const actor = 'operator:1';

beforeAll(async () => {
  bench = await createTestCore();
  optIn = bindOptIn(bench.core, bench.deps);
  applicationId = bench.application.id;
  campaignId = await campaignOf(applicationId);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign-up`;
});
afterAll(async () => {
  server.close();
  await bench.close();
});

async function campaignOf(id: number): Promise<number> {
  const { items } = await listCampaigns(bench.deps, { applicationId: id, limit: 1 });
  return items[0]?.id ?? 0;
}

test('the result of a check is kept with the campaign and written down', async () => {
  expect(await optIn.findLastOptInCheck({ applicationId, campaignId })).toBeNull();
  page = '<p>Acme codes by text message</p><p>Text STOP\u0000 to 98765\ud800 to cancel.</p>';
  const made = await optIn.runOptInCheck({ applicationId, campaignId, url, actor });
  expect(made).toMatchObject({ outcome: 'incomplete', url });
  expect(await optIn.findLastOptInCheck({ applicationId, campaignId })).toEqual(made);
  const { items } = await listAudit(bench.deps, { limit: 10 });
  expect(items[0]).toMatchObject({
    actor,
    action: 'campaign.opt-in-checked',
    applicationId,
    subject: String(campaignId),
    data: { outcome: 'incomplete' },
  });
});

test('without an address there is nothing to check, and another application has nothing to see', async () => {
  await expect(optIn.runOptInCheck({ applicationId, campaignId, actor })).rejects.toMatchObject({
    code: 'missing_parameter',
    publicDetail: { parameter: 'url' },
  });
  const other = await bench.create('sandbox');
  const foreign = { applicationId: other.application.id, campaignId };
  const refused = expect.objectContaining({ code: 'not_found' });
  await expect(optIn.findLastOptInCheck(foreign)).rejects.toEqual(refused);
  await expect(optIn.runOptInCheck({ ...foreign, url, actor })).rejects.toEqual(refused);
  await expect(optIn.describeDisclosure({ ...foreign, language: 'en' })).rejects.toEqual(refused);
});

test('the disclosure names the campaign’s own code', async () => {
  const { text } = await optIn.describeDisclosure({ applicationId, campaignId, language: 'en' });
  expect(text).toContain('send STOP to 98765');
});

test('a text costs what this application pays', async () => {
  const template = { use: 'two-factor' as const, text: 'Acme: ${pin}', company: 'Acme' };
  const lint = await optIn.lintTemplate({ applicationId, template, country: 'US' });
  const price = bench.application.settings.prices.message.sms;
  expect(Number(lint.sample.cost)).toBe(Number(price));
});

const template = { use: 'two-factor' as const, text: '${company}: ${pin}', company: 'Acme' };

test('a preview is a real message on the handset', async () => {
  const to = '12015550147';
  const request = { applicationId, template, sender: '98765', to, actor };
  expect(await optIn.previewTemplate(request)).toMatchObject({ parts: 1 });
  const messages = () => bench.core.handset.list({ applicationId, to, limit: 5 });
  await until(async () => (await messages()).length > 0);
  expect((await messages())[0]).toMatchObject({
    from: '98765',
    text: 'Acme: 123456',
    code: null,
  });
});

test('no preview from a foreign number, of a faulty text, or to real people', async () => {
  const to = '12015550148';
  const request = { applicationId, template, sender: '98765', to, actor };
  await expect(optIn.previewTemplate({ ...request, sender: '22395' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const faulty = { ...template, text: 'no code' };
  await expect(optIn.previewTemplate({ ...request, template: faulty })).rejects.toMatchObject({
    code: 'invalid_template',
  });
  const live = await bench.create('live');
  await expect(
    optIn.previewTemplate({ ...request, applicationId: live.application.id }),
  ).rejects.toMatchObject({ code: 'sandbox_only' });
  expect(await bench.core.handset.list({ applicationId, to, limit: 5 })).toEqual([]);
});
