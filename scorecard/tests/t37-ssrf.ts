/**
 * T37, attack A12: URLs that lead inside are given to every door that takes one, and every retry of
 * them is made. Nobody comes to the canaries, the server tries no address it may not, and what it says
 * does not tell what is there.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Findings, InvalidRun, type ScorecardTest, sized } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { type Console, openConsole } from '../rig/console.ts';
import { openNative } from '../rig/native-api.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import {
  count,
  findFreePort,
  instrumentedSources,
  openRig,
  type Rig,
  type RunningServer,
} from '../rig/rig.ts';
import { type Corpus, corpusFor } from './t37-corpus.ts';

/** The one internal network the application allows: a server there answers, and redirects inside. */
const allowedHost = '127.0.0.2';

interface Scene {
  readonly rig: Rig;
  readonly api: Api;
  readonly console: Console;
  readonly applicationId: number;
  readonly corpus: Corpus;
  /** Connections that reached a canary. */
  readonly caught: string[];
  /** Answers of the server that may be reached. */
  readonly reached: string[];
  /** Everything an application or an operator was told about a URL. */
  readonly told: string[];
}

export const serverSideForgery: ScorecardTest = {
  id: 'T37',
  name: 'no URL leads the server inside',
  isPatient: true,
  async run(setup, findings) {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-t37-'));
    const connectionsFile = path.join(folder, 'connections');
    writeFileSync(connectionsFile, '');
    const env = { SCORECARD_NAMES: 'own', SCORECARD_CONNECTIONS_FILE: connectionsFile };
    const rig = await openRig({ servers: 1, start: { sourceDirectory: instrumentedSources, env } });
    const port = await findFreePort();
    const caught: string[] = [];
    const reached: string[] = [];
    const traps = [openCanary('127.0.0.1', port, caught), openCanary('::1', port, caught)];
    const servers = await Promise.all([...traps, openAllowed(port, reached)]);
    try {
      const scene = await openScene(rig, { corpus: corpusFor(port), caught, reached });
      await giveToSettings(scene, findings);
      await giveToEndpoints(scene, findings);
      await giveToAccount(scene);
      await giveToPageChecker(scene, findings);
      await giveAsCallback(scene, sized(setup, { short: 3, usual: 5, full: 9 }));
      await judge(scene, { connectionsFile, port }, findings);
    } finally {
      for (const server of servers) server.close();
      await rig.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Closable = { close(): unknown };

async function openCanary(host: string, port: number, caught: string[]): Promise<Closable> {
  const server = createTcpServer((socket) => {
    caught.push(`${host} ${port}`);
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return server;
}

/** Redirects where its path says to, and refuses everything else, so that it is tried again. */
async function openAllowed(port: number, reached: string[]): Promise<Closable> {
  const server = createHttpServer((request, response) => {
    const [, code, form] = /^\/(30\d)\/(literal|name)/.exec(request.url ?? '') ?? [];
    reached.push(request.url ?? '');
    const host = form === 'name' ? 'loopback.test' : '127.0.0.1';
    if (code) response.writeHead(Number(code), { location: `http://${host}:${port}/canary` }).end();
    else response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(port, allowedHost, resolve));
  return server;
}

async function openScene(
  rig: Rig,
  given: Pick<Scene, 'corpus' | 'caught' | 'reached'>,
): Promise<Scene> {
  const console = await openConsole(rig.servers[0] as RunningServer);
  const { json } = await console.send('GET', '/applications');
  const applicationId = json.items?.[0]?.id;
  const settings = { allowedNetworks: [`${allowedHost}/32`] };
  const changed = await console.send('PATCH', `/applications/${applicationId}`, { settings });
  if (changed.status !== 200) throw new InvalidRun(`The settings were refused: ${changed.text}`);
  const api = rig.apis[0] as Api;
  return { rig, api, console, applicationId, told: [], ...given };
}

/** As the console does it: a change of the settings, then a test of where they lead. */
async function giveToSettings(scene: Scene, findings: Findings): Promise<void> {
  const { corpus } = scene;
  for (const url of corpus.literals) {
    findings.expect(!(await changeUrl(scene, url)), `the settings took ${url}`);
  }
  for (const url of [...corpus.names, ...corpus.redirects]) {
    if (!(await changeUrl(scene, url))) throw new InvalidRun(`The settings refused ${url}`);
    // More than once: a name may lead somewhere else each time it is asked for.
    for (let time = 0; time < 3; time += 1) await fireTest(scene, findings, url);
  }
}

async function changeUrl(scene: Scene, url: string): Promise<boolean> {
  const { console, applicationId, told } = scene;
  const webhook = { url, method: 'POST', signature: 'none' };
  const accepted: boolean[] = [];
  const places = [{ receipts: webhook }, { inbound: webhook }, { verifyEvents: { url } }];
  for (const settings of places) {
    const answer = await console.send('PATCH', `/applications/${applicationId}`, { settings });
    if (answer.status !== 200) told.push(`${answer.json.detail} ${answer.json.reason}`);
    accepted.push(answer.status === 200);
  }
  return accepted.some(Boolean);
}

async function fireTest(scene: Scene, findings: Findings, url: string): Promise<void> {
  const { console, applicationId, told } = scene;
  const kind = 'delivery-receipt';
  const path = `/applications/${applicationId}/webhooks/test`;
  const { status, json, text } = await console.send('POST', path, { kind });
  if (status !== 200) throw new InvalidRun(`The test of a webhook was refused: ${text}`);
  if (json.error !== null) told.push(json.error);
  findings.expect(json.isAcknowledged === false, `the test of ${url} was acknowledged`);
}

/** Endpoints of the native API: made, changed, and tested. */
async function giveToEndpoints(scene: Scene, findings: Findings): Promise<void> {
  const { api, corpus, told } = scene;
  const native = openNative(api);
  const { id } = await native.tell(`http://${allowedHost}:9/endpoint`);
  for (const url of corpus.literals) {
    const tries = [
      await native.call('POST', '/webhooks', { url }),
      await native.call('PATCH', `/webhooks/${id}`, { url }),
    ];
    findings.expect(!tries.some(({ status }) => status < 400), `an endpoint took ${url}`);
    told.push(...tries.map(({ json }) => String(json.reason ?? '')));
  }
  for (const url of [...corpus.names, ...corpus.redirects]) {
    const { status, text } = await native.call('PATCH', `/webhooks/${id}`, { url });
    if (status !== 200) throw new InvalidRun(`The endpoint refused ${url}: ${text}`);
    // More than once: a name may lead somewhere else each time it is asked for.
    for (let time = 0; time < 3; time += 1) {
      const { json } = await native.call('POST', `/webhooks/${id}/test`);
      told.push(String(json.error ?? ''));
      const isRefused = json.is_acknowledged === false;
      findings.expect(isRefused, `the test of an endpoint at ${url} was acknowledged`);
    }
  }
  await native.call('DELETE', `/webhooks/${id}`);
}

/** The classic call that changes the account's URLs. */
async function giveToAccount({ api, corpus, told }: Scene): Promise<void> {
  const { apiKey, apiSecret } = api.credentials;
  for (const url of [...corpus.literals, ...corpus.names]) {
    for (const name of ['drCallBackUrl', 'moCallBackUrl']) {
      const body = new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, [name]: url });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await api.http.send({
        method: 'POST',
        path: '/account/settings',
        headers,
        body: body.toString(),
      });
      if (answer.status !== 200) told.push(answer.json['error-code-label'] ?? '');
    }
  }
}

/** The one door that reads what it fetches, and follows redirects by itself. */
async function giveToPageChecker(scene: Scene, findings: Findings): Promise<void> {
  const { console, applicationId, corpus, told } = scene;
  const campaigns = await console.send('GET', `/campaigns?applicationId=${applicationId}`);
  const campaignId = campaigns.json.items?.[0]?.id;
  if (!campaignId) throw new InvalidRun(`There is no campaign: ${campaigns.text}`);
  const path = `/applications/${applicationId}/campaigns/${campaignId}/opt-in-checks`;
  const urls = [...corpus.literals, ...corpus.names, ...corpus.redirects];
  let checked = 0;
  await inParallel(urls.length, 4, async (index) => {
    const url = urls[index] as string;
    const { status, json, text } = await console.send('POST', path, { url });
    checked += status === 200 ? 1 : 0;
    if (status === 404 || status >= 500) throw new InvalidRun(`No page was checked: ${text}`);
    told.push(String(json.problem ?? json.reason ?? ''));
    findings.expect(json.outcome !== 'complete', `the page at ${url} was found to be complete`);
  });
  if (checked < urls.length / 2) throw new InvalidRun(`Only ${checked} pages were looked for.`);
}

/** Each message has its own URL; every retry is made, as the clock is put forward. */
async function giveAsCallback(scene: Scene, tries: number): Promise<void> {
  const { api, corpus, rig, told } = scene;
  const urls = [...corpus.literals, ...corpus.names, ...corpus.redirects];
  const sent = await inParallel(urls.length, 8, (index) =>
    api.twoFactor({ to: rig.nextNumber(), pin: '1234', callback: urls[index] as string }),
  );
  const accepted = sent.filter(({ json }) => json.messages?.[0]?.status === '0').length;
  const owes = (what: string) => () =>
    count(rig.db, `select count(*) from webhook_deliveries where ${what}`);
  const owed = owes('true');
  if (!(await eventually(10, async () => (await owed()) >= accepted))) {
    throw new InvalidRun(`${await owed()} receipts are owed for ${accepted} messages.`);
  }
  for (let time = 1; time <= tries; time += 1) {
    const untried = owes(`tries < ${time} and state = 'due'`);
    if (!(await eventually(30, async () => (await untried()) === 0, 50))) {
      throw new InvalidRun(`${await untried()} webhooks were not tried ${time} times.`);
    }
    await eventually(30, async () => (await owes('leased_until > now()')()) === 0, 50);
    await api.advance(900);
  }
  const { rows } = await rig.db.query('select distinct error from webhook_attempts');
  told.push(...rows.map(({ error }) => String(error ?? '')));
}

async function judge(
  scene: Scene,
  { connectionsFile, port }: { connectionsFile: string; port: number },
  findings: Findings,
): Promise<void> {
  const { corpus, caught, reached, told, rig } = scene;
  findings.equal(caught.length, 0, 'connections at the canaries');
  const own = new URL((rig.servers[0] as RunningServer).sandbox.databaseUrl).port;
  const tried = readFileSync(connectionsFile, 'utf8').trim().split('\n');
  if (!tried.some((line) => line.endsWith(` ${own}`))) {
    throw new InvalidRun('Connections are not noted: not even those to the database.');
  }
  const inside = tried.filter(
    (line) => ![` ${own}`, `${allowedHost} ${port}`].some((end) => line.endsWith(end)),
  );
  findings.equal([...new Set(inside)], [], 'addresses the server tried to reach');
  for (const code of corpus.redirects) {
    const isThere = reached.some((url) => code.includes(url.split('?')[0] as string));
    if (!isThere)
      throw new InvalidRun(`${code} was never asked, so nothing is known of redirects.`);
  }
  const sentences = new Set(told.filter(Boolean));
  for (const sentence of sentences) {
    findings.expect(
      !/\d+\.\d+\.\d+\.\d+|::|ECONN|REFUSED|RESET|TIMEOUT|ENOTFOUND|\b\d{4,5}\b/.test(sentence),
      `an answer tells what is there: ${sentence}`,
    );
  }
  const urls = corpus.literals.length + corpus.names.length + corpus.redirects.length;
  const attempts = await count(rig.db, 'select count(*) from webhook_attempts');
  findings.figure(
    `${urls} URLs at 8 doors, ${attempts} tries by webhook, ${caught.length} at the canaries, ` +
      `${sentences.size} different answers`,
  );
}
