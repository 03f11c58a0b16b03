/**
 * A busy week in a few seconds, for the pictures: people of several countries, a pump, somebody who
 * says STOP, a receiver that fails, texts of every shape. Real calls by the public APIs; what only an
 * operator may do goes by the console's own HTTP, in the browser that is signed in.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { Wire } from './story.ts';

export interface Stage {
  /** Signed in, on any page of the console. */
  readonly page: Page;
  readonly wire: Wire;
  readonly applicationId: string;
}

/** The customer's server: answers 200, and 503 for what was refused or failed. */
interface CustomerServer {
  readonly url: string;
  close(): void;
}

const sharedCode = '98765';

/** What the stories left that has a page of its own. */
export interface Told {
  readonly campaignId: string;
  /** An approved one: it may be edited. */
  readonly approvedCampaignId: string;
  /** Of a message the carrier could not deliver. */
  readonly failedMessageId: string;
  /** To somebody who had opted out. */
  readonly optedOutId: string;
  /** A webhook that is being tried again. */
  readonly webhookId: string;
  /** With a text in two languages. */
  readonly templateId: string;
  /** An API call that was refused. */
  readonly callId: string;
}

export async function tellRoomStories(stage: Stage): Promise<Told> {
  const { wire } = stage;
  const customer = await openCustomerServer();
  await setUp(stage, customer.url);
  await peopleOfSeveralCountries(wire);
  await consentIsGivenAndTaken(wire);
  await textsOfEveryShape(wire);
  await pumpIsCut(wire);
  await campaignsInEachState(stage);
  await textsOfOnesOwn(stage);
  const optedOut = await wire.verify({ number: '12125550141', brand: 'Acme' });
  await wire.advance(20);
  await pause(2_500);
  await endpointsOfOnesOwn(stage, customer.url);
  customer.close();
  return { ...(await findTold(stage)), optedOutId: optedOut.request_id ?? '' };
}

async function findTold({ page, applicationId }: Stage): Promise<Omit<Told, 'optedOutId'>> {
  const path = `applications/${applicationId}`;
  const first = async (list: string) => {
    const { items } = await callAdmin(page, 'GET', list);
    return String((items as { id: unknown }[])[0]?.id ?? '');
  };
  return {
    campaignId: await first('campaigns?awaitsReview=true'),
    approvedCampaignId: await first(`campaigns?applicationId=${applicationId}&state=approved`),
    failedMessageId: await first(`${path}/messages?state=failed`),
    webhookId: await first(`${path}/webhooks?state=due`),
    templateId: await first(`${path}/templates`),
    callId: await first(`${path}/api-calls?failuresOnly=true`),
  };
}

async function openCustomerServer(): Promise<CustomerServer> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isBroken = /rejected|failed/.test(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(isBroken ? 503 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A call of the console's own API by the page that is signed in. */
export async function callAdmin(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  return page.evaluate(
    async (call) => {
      const session = (await (await fetch('/admin/session')).json()) as { csrf: string };
      const answer = await fetch(`/admin/${call.path}`, {
        method: call.method,
        headers: { 'content-type': 'application/json', 'x-countersign-csrf': session.csrf },
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${call.path} answered ${answer.status}: ${text}`);
      return JSON.parse(text) as Record<string, unknown>;
    },
    { method, path, body },
  );
}

async function setUp({ page, applicationId }: Stage, url: string): Promise<void> {
  const { items } = (await callAdmin(page, 'GET', 'applications')) as unknown as {
    items: { id: number; settings: { pumping: Record<string, object> } }[];
  };
  const own = items.find(({ id }) => String(id) === applicationId);
  const { pumping = {} } = own?.settings ?? {};
  await callAdmin(page, 'PATCH', `applications/${applicationId}`, {
    settings: {
      receipts: { url: `${url}/receipts`, method: 'POST-JSON', signature: 'sha256' },
      inbound: { url: `${url}/inbound`, method: 'POST-JSON', signature: 'sha256' },
      pumping: {
        ...pumping,
        prefix: { ...pumping.prefix, action: 'refuse' },
        sequence: { ...pumping.sequence, action: 'refuse' },
      },
      spendCaps: { hour: '25', day: '250' },
    },
  });
  await callAdmin(page, 'POST', 'prices/import', { text: prices, mode: 'merge', isDryRun: false });
}

const prices = `channel,transport,country,network,network_name,price
sms,,US,,,0.0069
sms,,GB,,,0.0420
sms,,GB,23410,O2 (UK),0.0385
sms,,DE,,,0.0750
sms,,FR,,,0.0600
sms,,IN,,,0.0029
voice,,US,,,0.0135
voice,,GB,,,0.0180
voice,,DE,,,0.0310
whatsapp,,GB,,,0.0190
`;

const ownTexts = [
  ['en-us', '${code} is your ${brand} code. It ends in ${time-limit} ${time-limit-unit}.'],
  ['fr-fr', '${brand} : votre code est ${code}. À très bientôt !'],
] as const;

async function textsOfOnesOwn({ page, applicationId }: Stage): Promise<void> {
  const path = `applications/${applicationId}/templates`;
  const { id } = await callAdmin(page, 'POST', path, { name: 'checkout' });
  for (const [locale, text] of ownTexts) {
    await callAdmin(page, 'POST', `${path}/${id}/fragments`, { channel: 'sms', locale, text });
  }
  await callAdmin(page, 'POST', path, { name: 'sign-in' });
}

/** After all that happened: nothing is told there, and the other pictures stay as they are. */
async function endpointsOfOnesOwn({ page, applicationId }: Stage, url: string): Promise<void> {
  const path = `applications/${applicationId}`;
  await callAdmin(page, 'PATCH', path, { settings: { verifyEvents: { url: `${url}/verify` } } });
  const endpoints = [
    { description: 'Order service', eventTypes: ['conversion.*'] },
    { description: 'Support desk', eventTypes: ['address.locked', 'reply.received'] },
  ];
  for (const [at, endpoint] of endpoints.entries()) {
    await callAdmin(page, 'POST', `${path}/webhook-endpoints`, {
      ...{ url: `${url}/events/${at + 1}`, ...endpoint },
    });
  }
}

/** Spread over prefixes, as people are; most read their code, some do not. */
async function peopleOfSeveralCountries(wire: Wire): Promise<void> {
  const numbers = [
    ...Array.from({ length: 9 }, (_, at) => `44770090${at}1${at}2`),
    ...Array.from({ length: 7 }, (_, at) => `491512${at}45678${at}`),
    ...Array.from({ length: 6 }, (_, at) => `336123${at}567${at}`),
    ...Array.from({ length: 8 }, (_, at) => `12${at}25550${110 + at}`),
  ];
  for (const [at, number] of numbers.entries()) {
    const { request_id } = await wire.verify({ number, brand: 'Acme' });
    const forgets = at % 5 === 3;
    if (request_id && !forgets) await wire.check(request_id, await wire.codeOf(number));
  }
}

async function consentIsGivenAndTaken(wire: Wire): Promise<void> {
  const send = (to: string) => wire.sendTwoFactor({ to, pin: '480215' });
  const answers: readonly (readonly [string, readonly string[]])[] = [
    ['12125550141', ['STOP']],
    ['13125550142', ['Stop', 'START']],
    ['14155550143', ['HELP']],
    ['16175550144', ['unsubscribe']],
    ['17025550145', ['480215']],
    ['18085550146', ['I never asked for this. Who are you, and where did you get my number?']],
  ];
  for (const [number, texts] of answers) {
    await send(number);
    await wire.codeOf(number);
    for (const text of texts) await wire.reply({ from: number, to: sharedCode, text });
  }
  const sent = await send('19165550147');
  await wire.report(sent['message-id'] ?? '', true);
  const unused = await send('12065550148');
  await wire.report(unused['message-id'] ?? '', false);
  await send('12125550141'); // refused: that person said STOP
}

async function textsOfEveryShape(wire: Wire): Promise<void> {
  const from = 'ACME';
  const to = '447400000002';
  const long = 'Your parcel with the very long description is on its way. '.repeat(4);
  await wire.sendText({ from, to, text: long, 'client-ref': 'order-5521' });
  await wire.sendText({
    from,
    to,
    text: 'Grüße aus Zürich, pozdrowienia z Łodzi',
    type: 'unicode',
  });
  await wire.sendText({
    from,
    to,
    type: 'binary',
    body: '0605040b8423f00a0601ae02',
    udh: '0605040b8423f0',
  });
  await wire.sendText({ from, to: '12025550101', text: 'Table for two at eight, see you then.' });
}

/** Numbers in a row that nobody verifies, as a pump asks for them. */
async function pumpIsCut(wire: Wire): Promise<void> {
  for (let at = 0; at < 34; at += 1) {
    const number = `44750011${String(at).padStart(4, '0')}`;
    await wire.verify({ number, brand: 'Acme', 'client-address': '203.0.113.9' });
  }
  await pause(2_500);
  for (let at = 34; at < 60; at += 1) {
    const number = `44750011${String(at).padStart(4, '0')}`;
    await wire.verify({ number, brand: 'Acme', 'client-address': '203.0.113.9' });
  }
}

async function campaignsInEachState({ page, applicationId }: Stage): Promise<void> {
  const path = `applications/${applicationId}`;
  const { items } = (await callAdmin(page, 'GET', 'shared-short-codes')) as unknown as {
    items: { code: string; kind: string }[];
  };
  const free = items.filter(({ code, kind }) => kind === 'sandbox' && code !== sharedCode);
  const add = (sender: string, kind = 'shared-short-code', country = 'US') =>
    callAdmin(page, 'POST', `${path}/numbers`, { kind, sender, country });
  const code = free[0]?.code;
  if (code) {
    const number = await add(code);
    const campaign = await callAdmin(page, 'POST', `${path}/campaigns`, {
      numberId: number.id,
      use: 'two-factor',
      company: 'Northwind Trading and Shipping Company',
      templates: ['$' + '{company}: $' + '{pin} is your code. Reply STOP to opt out.'],
      details: { programme: 'Northwind sign-in codes', frequency: 'one message per sign-in' },
    });
    await callAdmin(page, 'POST', `${path}/campaigns/${campaign.id}/submit`);
  }
  await add('447700900123', 'long-number', 'GB');
  await add('ACME', 'alphanumeric', 'GB');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
