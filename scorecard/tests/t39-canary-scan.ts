/**
 * T39, attacks A14 and A15: secrets with a mark go through every door, also while the database is
 * away; then everything that is written anywhere is searched for them. Where a code may appear
 * (docs/security.md) it lies sealed, so the search of what is stored has no exception.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { type Api, basicOf, openApi } from '../rig/api.ts';
import { type Canary, digitCanary, type Scanner, scannerFor, wordCanary } from '../rig/canaries.ts';
import { dumpTables } from '../rig/dump.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { signalPostgres } from '../rig/postgres.ts';
import { openReceiver, type Receiver } from '../rig/receiver.ts';
import { filesBelow, openRig, type Rig, type RunningServer, runCommand } from '../rig/rig.ts';

interface Scene {
  readonly rig: Rig;
  readonly api: Api;
  readonly receiver: Receiver;
  readonly canaries: Canary[];
  /** Notes a secret and gives it back. */
  keep(what: string, value: string): string;
}

export const canaryScan: ScorecardTest = {
  id: 'T39',
  name: 'no code, secret or whole number lies anywhere in clear',
  async run(setup, findings) {
    const rig = await openRig({ servers: 1, start: { env: { COUNTERSIGN_LOG_LEVEL: 'debug' } } });
    const receiver = await openReceiver((n) => (n === 3 ? 500 : 200));
    try {
      const scene = openScene(rig, receiver);
      await playAll(scene, setup);
      await search(scene, findings);
    } finally {
      await receiver.close();
      await rig.stop();
    }
  },
};

interface CreatedApplication {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly signatureSecret: string;
}

/** An application of its own: the first one's secret is printed by the welcome, on purpose. */
function openScene(rig: Rig, receiver: Receiver): Scene {
  const [server] = rig.servers as [RunningServer];
  const created = runCommand<CreatedApplication>(server, 'applications', 'create', 'Canary');
  const canaries: Canary[] = [];
  const keep = (what: string, value: string): string => {
    canaries.push({ what, value });
    return value;
  };
  keep('API secret', created.apiSecret);
  keep('signature secret', created.signatureSecret);
  keep('password of the database', new URL(server.sandbox.databaseUrl).password);
  const api = openApi(server.baseUrl, created);
  return { rig, api, receiver, canaries, keep };
}

async function playAll(scene: Scene, setup: Setup): Promise<void> {
  const rounds = sized(setup, { short: 10, usual: 60, full: 300 });
  await inParallel(rounds, 8, async (round) => {
    await playVerification(scene, round);
    await playTwoFactor(scene, round);
    await playQuerySecrets(scene);
  });
  await playRefusals(scene);
  await playSignIn(scene);
  await playWithoutDatabase(scene);
  await scene.api.advance(60); // the refused receipt is tried again at once
  const owed = () =>
    scene.rig.db.query(`select 1 from webhook_deliveries where state = 'due' limit 1`);
  await eventually(30, async () => (await owed()).rowCount === 0, 250);
}

function number(scene: Scene): string {
  return scene.keep('whole number', scene.rig.nextNumber());
}

async function playVerification(scene: Scene, round: number): Promise<void> {
  const { api, keep } = scene;
  const code = keep('code of a verification', digitCanary(10));
  const to = number(scene);
  const fields = { number: to, brand: 'Acme', pin_code: code, workflow_id: (round % 7) + 1 };
  // By turns in the body and in the query, as the seeds' own clients do.
  const started =
    round % 2 === 0 ? await api.start(fields) : await get(api, '/verify/json', fields);
  const id = started.json.request_id as string;
  if (!id) throw new InvalidRun(`A canary did not start: ${started.text}`);
  await api.check(id, keep('wrong code', digitCanary(10)));
  await api.control(id, 'trigger_next_event');
  await api.messages(to);
  const end = { 0: () => api.check(id, code), 1: () => api.search(id) }[round % 3];
  await end?.();
  if (round % 3 === 2) await get(api, '/verify/check/json', { request_id: id, code });
  await api.search(id);
}

async function playTwoFactor(scene: Scene, round: number): Promise<void> {
  const { api, keep, receiver } = scene;
  const fields = {
    to: number(scene),
    pin: keep('PIN of a message', digitCanary(12)),
    callback: `${receiver.url}?token=${keep('token of a callback URL', wordCanary(24))}`,
    note: keep('text of a message', wordCanary(20)),
  };
  const sent =
    round % 2 === 0 ? await api.twoFactor(fields) : await get(api, '/sc/us/2fa/json', fields);
  if (sent.json.messages?.[0]?.status !== '0') {
    throw new InvalidRun(`A canary was not sent: ${sent.text}`);
  }
}

/** A wire that puts secret, token, number and code into addresses or headers. */
async function playQuerySecrets({ api, keep, rig }: Scene): Promise<void> {
  const { apiKey, apiSecret } = api.credentials;
  const encoded = keep('API secret in base64', Buffer.from(apiSecret).toString('base64'));
  const asked = new URLSearchParams({ customerId: `C-${apiKey}`, key: encoded });
  const given = await api.http.send({ path: `/auth/v1/authentication/token?${asked}` });
  const headers = { authtoken: keep('access token', String(given.json.token)) };
  const to = keep('whole number', rig.nextNumber());
  const flow = new URLSearchParams({
    countryCode: to.slice(0, 2),
    mobileNumber: keep('national number', to.slice(2)),
    flowType: 'SMS',
  });
  const sent = await api.http.send({
    method: 'POST',
    path: `/verification/v3/send?${flow}`,
    headers,
  });
  const { verificationId } = (sent.json.data ?? {}) as { verificationId?: string };
  if (!verificationId) throw new InvalidRun(`A canary was not sent: ${sent.text}`);
  const code = keep('wrong code', digitCanary(12));
  const check = new URLSearchParams({ verificationId, code });
  await api.http.send({ path: `/verification/v3/validateOtp?${check}`, headers });
}

function get(api: Api, path: string, fields: Record<string, string | number>) {
  const { apiKey, apiSecret } = api.credentials;
  const all = { api_key: apiKey, api_secret: apiSecret, ...fields };
  const pairs = Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]);
  return api.http.send({ path: `${path}?${new URLSearchParams(pairs)}` });
}

/** What is refused is written nowhere either: in query, body, header, cookie, path, referrer. */
async function playRefusals(scene: Scene): Promise<void> {
  const { api, keep } = scene;
  const { apiKey } = api.credentials;
  const wrong = () => keep('wrong secret', wordCanary(24));
  const basic = basicOf({ apiKey, apiSecret: wrong() });
  const secret = wrong();
  const pin = keep('refused PIN', digitCanary(12));
  const calls = [
    {
      path: `/verify/json?api_key=${apiKey}&api_secret=${secret}&number=1&brand=x&pin_code=${pin}`,
    },
    { path: `/verify/${secret}/json?code=${pin}` },
    { path: `/nowhere/${secret}?api_secret=${secret}&pin=${pin}` },
    { path: `/sc/us/2fa/json?api_key=${apiKey}&api_secret=${secret}&to=x&pin=${pin}%zz` },
    {
      path: '/verify/check/json',
      method: 'POST',
      body: `{"code":"${pin}","api_secret":"${secret}"`,
    },
    { path: '/v1/sandbox/messages', headers: { authorization: basic, cookie: `s=${secret}` } },
    { path: '/v1/sandbox/replies', method: 'POST', headers: { authorization: basic }, body: pin },
    {
      path: '/metrics',
      headers: { authorization: `Bearer ${secret}`, referer: `http://x/${secret}` },
    },
    {
      path: '/admin/session',
      headers: { cookie: `countersign_session=${secret}; session=${secret}` },
    },
    { path: `/verify/json?${'x'.repeat(20_000)}&api_secret=${secret}` },
  ];
  for (const call of calls) await api.http.send(call);
  await api.as({ apiKey, apiSecret: wrong() }).start({ number: number(scene), pin_code: pin });
  await api.start({ number: 'nonsense', pin_code: pin });
  await api.start({ number: number(scene), pin_code: `${pin}${pin}` });
  await api.twoFactor({ to: number(scene), pin: `x${pin}` });
  await api.twoFactor({ to: number(scene), pin, callback: `ftp://x/${secret}` });
}

/** The one-time link, tried right and wrong; a password that nobody has. */
async function playSignIn(scene: Scene): Promise<void> {
  const { api, keep } = scene;
  const json = { 'content-type': 'application/json' };
  const send = (path: string, body: object) =>
    api.http.send({ method: 'POST', path, headers: json, body: JSON.stringify(body) });
  await send('/admin/sign-in/link', { token: keep('wrong sign-in token', wordCanary(43)) });
  await send('/admin/sign-in/password', {
    email: 'nobody@example.org',
    password: keep('password', wordCanary(20)),
    code: keep('authenticator code', digitCanary(12)),
  });
}

/** The moment errors carry what they failed on. */
async function playWithoutDatabase(scene: Scene): Promise<void> {
  const [server] = scene.rig.servers as [RunningServer];
  const { api, keep } = scene;
  signalPostgres(server, 'SIGSTOP');
  const waiting = Promise.all([
    api.start({ number: number(scene), pin_code: keep('code without database', digitCanary(10)) }),
    api.twoFactor({ to: number(scene), pin: keep('PIN without database', digitCanary(12)) }),
    api.check('0'.repeat(32), keep('checked without database', digitCanary(10))),
  ]);
  await sleep(1_500);
  signalPostgres(server, 'SIGCONT');
  await waiting;
  signalPostgres(server, 'SIGKILL');
  await api.start({ number: number(scene), pin_code: keep('code at a kill', digitCanary(10)) });
  const isBack = await eventually(
    30,
    async () => (await api.start({ number: number(scene) })).status === 200,
  );
  if (!isBack) throw new InvalidRun('PostgreSQL did not come back.');
}

async function search(scene: Scene, findings: Findings): Promise<void> {
  const { rig, api, receiver, canaries } = scene;
  const [server] = rig.servers as [RunningServer];
  const scanner = scannerFor(canaries);
  proveScanner(scanner, canaries);
  const look = (where: string, bytes: Buffer, isAllowed = (_what: string) => false): void => {
    for (const { what, form } of scanner.scan(bytes)) {
      findings.expect(isAllowed(what), `${what} lies in clear (${form}) in ${where}`);
    }
  };
  look("the server's log", Buffer.from(server.logs()));
  look('the metrics', Buffer.from((await api.http.send({ path: '/metrics' })).text));
  let rows = 0;
  await dumpTables(rig.db, (name, text, many) => {
    rows += many;
    look(`the table ${name}`, text);
  });
  const files = searchFiles(server, look);
  // A receipt names the whole number, and goes to the URL it was told: that is the wire.
  const isWire = (what: string) => what === 'whole number' || what === 'token of a callback URL';
  for (const { url, body, headers } of receiver.received) {
    look('a webhook', Buffer.from(`${url}\n${body}\n${headers}`), isWire);
  }
  if (rows < canaries.length || receiver.received.length === 0) {
    throw new InvalidRun('Hardly anything was written: there was nothing to search.');
  }
  findings.figure(
    `${canaries.length} canaries; searched ${server.logs().length} bytes of log, ${rows} rows, ` +
      `${receiver.received.length} webhooks, ${files}`,
  );
}

/** Every file of the data folder, PostgreSQL's log and write-ahead log among them. */
function searchFiles(server: RunningServer, look: (where: string, bytes: Buffer) => void): string {
  const files = filesBelow(server.dataDirectory).filter(
    // The password file is how the server opens its own PostgreSQL; sandbox.json is for its owner.
    (file) => !/\/(postgres\/password|sandbox\.json)$/.test(file),
  );
  if (!files.some((file) => file.endsWith('postgres.log'))) {
    throw new InvalidRun("PostgreSQL's log was not found.");
  }
  let bytes = 0;
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    look(
      file.endsWith('.log')
        ? "PostgreSQL's log"
        : `the file ${file.slice(server.dataDirectory.length)}`,
      content,
    );
  }
  return `${files.length} files of ${(bytes / 1e6).toFixed(0)} MB`;
}

/** A search that finds nothing proves something only when it would have found it. */
function proveScanner(scanner: Scanner, canaries: readonly Canary[]): void {
  for (const { what, value } of canaries) {
    const hidden = [value, Buffer.from(value).toString('hex')];
    for (const text of hidden) {
      const found = scanner.scan(Buffer.from(`x${text}y`));
      if (!found.some((one) => one.what === what)) throw new InvalidRun(`Blind for ${what}.`);
    }
  }
}
