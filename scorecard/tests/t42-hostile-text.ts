/**
 * T42, attacks A16, A17 and A26: one person's number is one number however it is written, and what
 * may not be written to is refused; no text somebody sends becomes a line of the log of its own or a
 * formula in an export.
 */
import { toCsv } from '../../console/src/parts/csv.ts';
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import { type Api, basicOf, openApi } from '../rig/api.ts';
import { type Console, openConsole } from '../rig/console.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { signalPostgres } from '../rig/postgres.ts';
import { count, openRig, type Rig, type RunningServer, runCommand } from '../rig/rig.ts';
import { liveCells } from './t42/csv-rules.ts';
import { harmless, hostileTexts, longText, mark } from './t42/hostile-texts.ts';
import { forbidden, subscribers } from './t42/phone-numbers.data.ts';
import { e164Of, oddSpellingsOf, type Spelling, spellingsOf } from './t42/spellings.ts';

const width = 8;

export const hostileText: ScorecardTest = {
  id: 'T42',
  name: 'spellings of a number are one; no text forges a log line or a formula',
  async run(_setup, findings) {
    const env = { COUNTERSIGN_LOG_LEVEL: 'debug' };
    const rig = await openRig({ servers: 1, start: { env } });
    try {
      await tryNumbers(rig, findings);
      const console = await openConsole(rig.servers[0] as RunningServer);
      try {
        await tryTexts(rig, console, findings);
      } finally {
        console.http.close();
      }
    } finally {
      await rig.stop();
    }
  },
};

interface Tenant {
  readonly id: number;
  readonly api: Api;
}

function newTenant(rig: Rig, name: string): Tenant {
  const [server] = rig.servers as [RunningServer];
  const created = runCommand<{ id: number; apiKey: string; apiSecret: string }>(
    server,
    'applications',
    'create',
    name,
  );
  return { id: created.id, api: openApi(server.baseUrl, created) };
}

async function tryNumbers(rig: Rig, findings: Findings): Promise<void> {
  const { id, api } = newTenant(rig, 'Numbers');
  const rows = () =>
    count(rig.db, 'select count(*) from live_addresses where application_id = $1', [id]);
  try {
    const refused = await refuseForbidden(api, findings);
    findings.equal(await rows(), 0, 'addresses after numbers that are forbidden');
    const understood = await startEach(api, findings);
    findings.equal(await rows(), subscribers.length, 'addresses after all spellings');
    await startOdd(api, findings);
    findings.equal(await rows(), subscribers.length, 'addresses after odd spellings');
    findings.figure(
      `${understood} spellings in ${await rows()} buckets; ${refused}/${forbidden.length} forbidden refused`,
    );
  } finally {
    api.http.close();
  }
}

/** Answers how many both dialects refused. */
async function refuseForbidden(api: Api, findings: Findings): Promise<number> {
  const refused = await inParallel(forbidden.length, width, async (index) => {
    const number = forbidden[index] as string;
    const verify = await api.start({ number });
    findings.expect(isRefused(verify.json.status), `a code for ${number}: ${verify.text}`);
    const sent = await api.twoFactor({ to: number, pin: '4711' });
    const status = sent.json.messages?.[0]?.status;
    findings.expect(isRefused(status), `a message for ${number}: ${sent.text}`);
    return isRefused(verify.json.status) && isRefused(status);
  });
  return refused.filter(Boolean).length;
}

/** Refused as a number, not by chance: too fast (1) or already under way (10) would prove nothing. */
function isRefused(status: unknown): boolean {
  return typeof status === 'string' && !['0', '1', '5', '10'].includes(status);
}

/** Each number once, then in every other spelling at the same time: one request, always the same. */
async function startEach(api: Api, findings: Findings): Promise<number> {
  let understood = 0;
  for (const subscriber of subscribers) {
    const [plain, ...others] = spellingsOf(subscriber);
    const first = await api.start({ ...plain });
    findings.equal(first.json.status, '0', `the number ${e164Of(subscriber)}`);
    await inParallel(others.length, width, async (index) => {
      const spelling = others[index] as Spelling;
      const again = await api.start({ ...spelling });
      const isSame = again.json.status === '10' && again.json.request_id === first.json.request_id;
      findings.expect(isSame, `${JSON.stringify(spelling)} is taken for another: ${again.text}`);
    });
    understood += 1 + others.length;
  }
  return understood;
}

/** Refused or the same: never a new one. */
async function startOdd(api: Api, findings: Findings): Promise<void> {
  const odd = subscribers.flatMap(oddSpellingsOf);
  await inParallel(odd.length, width, async (index) => {
    const spelling = odd[index] as Spelling;
    const { json } = await api.start({ ...spelling });
    findings.expect(json.status !== '0', `${JSON.stringify(spelling)} starts a second one`);
  });
}

async function tryTexts(rig: Rig, console: Console, findings: Findings): Promise<void> {
  const [server] = rig.servers as [RunningServer];
  const tenant = newTenant(rig, `=1+1${mark}`);
  try {
    const door = { ...tenant, console };
    const texts = [...hostileTexts, longText];
    const quiet = await linesOf(server, async () => {
      for (const text of texts) await sendText(rig, door, text);
    });
    const usual = await whileAway(rig, tenant, [harmless]);
    const told = await whileAway(rig, tenant, texts);
    judgeLog([...quiet, ...told.lines], { usual: usual.lines, findings });
    findings.equal(told.failures, told.answers, 'lines of the log and requests that failed');
    findings.figure(
      `${texts.length} hostile texts, ${quiet.length + told.lines.length} log lines for ${told.answers} failures`,
    );
    await judgeExports(tenant, console, findings);
  } finally {
    tenant.api.http.close();
  }
}

/** Nothing of a request is logged but its failure: so the database is away while the texts come. */
async function whileAway(
  rig: Rig,
  { api }: Tenant,
  texts: readonly string[],
): Promise<{ lines: readonly string[]; failures: number; answers: number }> {
  const [server] = rig.servers as [RunningServer];
  let answers = 0;
  const lines = await linesOf(server, async () => {
    signalPostgres(server, 'SIGSTOP');
    await inParallel(texts.length, texts.length, async (index) => {
      const text = texts[index] as string;
      const brand = text.slice(0, 18);
      const { text: answer } = await api.start({ number: rig.nextNumber(), brand });
      if (/"status":"5"/.test(answer)) answers += 1;
    }).finally(() => signalPostgres(server, 'SIGCONT'));
  });
  if (answers === 0) throw new InvalidRun('No request failed while the database was away.');
  const failures = lines.filter((line) => read(line)?.msg === 'the database did not answer').length;
  return { lines, failures, answers };
}

/** What the server logs meanwhile, cut at whatever any reader takes for the end of a line. */
async function linesOf(
  server: RunningServer,
  work: () => Promise<void>,
): Promise<readonly string[]> {
  const before = server.logs().length;
  await work();
  let length = -1;
  const isQuiet = async () => {
    const isSame = server.logs().length === length;
    length = server.logs().length;
    return isSame;
  };
  await eventually(5, isQuiet, 300);
  const cuts = /\r\n|[\n\r\u0085\u2028\u2029]/;
  return server.logs().slice(before).split(cuts).filter(Boolean);
}

interface Door extends Tenant {
  readonly console: Console;
}

/** The text in every field, header, path and name that takes one; what refuses it is fine. */
async function sendText(rig: Rig, door: Door, text: string): Promise<void> {
  const { api, id } = door;
  const short = text.slice(0, 18);
  const number = rig.nextNumber();
  const basic = basicOf(api.credentials);
  const json = { 'content-type': 'application/json', authorization: basic };
  const post = (path: string, body: object) =>
    api.http.send({ method: 'POST', path, headers: json, body: JSON.stringify(body) });
  const put = (path: string, body: object) =>
    api.http.send({ method: 'PUT', path, headers: json, body: JSON.stringify(body) });
  const admin = `/applications/${id}`;
  await Promise.all([
    api.start({ number, brand: short, sender_id: text.slice(0, 11), lg: text.slice(0, 10) }),
    api.start({ number: text, brand: text }),
    api.check(text, text),
    api.twoFactor({ to: rig.nextNumber(), pin: '4711', 'client-ref': text.slice(0, 40) }),
    api.twoFactor({
      to: rig.nextNumber(),
      pin: text,
      'client-ref': text,
      [text.slice(0, 60)]: text,
    }),
    post('/sms/json', {
      from: 'Acme',
      to: rig.nextNumber(),
      text,
      'client-ref': text.slice(0, 40),
    }),
    post('/v1/sandbox/replies', { from: number, to: text.slice(0, 15), text: text.slice(0, 160) }),
    put(`/v1/opt-outs/${number}`, {
      evidence: { text: text.slice(0, 2_000), page: text.slice(0, 500), client_address: short },
    }),
    api.http.send({
      path: `/${encodeURIComponent(text.slice(0, 2_000))}?${encodeURIComponent(short)}`,
    }),
    api.http.send({ path: '/verify/json', headers: headersOf(text) }),
    signInAs(door, text),
    door.console.send('PATCH', admin, { name: text.slice(0, 60) }),
    door.console.send('POST', `${admin}/campaigns`, { company: text.slice(0, 60) }),
    door.console.send('POST', '/operators', {
      email: `a${mark.length}${Math.random().toString(36).slice(2)}@example.org`,
      name: text.slice(0, 100),
      role: 'viewer',
    }),
  ]);
}

/** What HTTP lets through of it. */
function headersOf(text: string): Record<string, string> {
  const value = text.slice(0, 4_000).replaceAll(/[^\t\x20-\x7e]/g, ' ');
  return { 'user-agent': value, referer: value, 'x-forwarded-for': value };
}

function signInAs({ api }: Door, text: string): Promise<unknown> {
  return api.http.send({
    method: 'POST',
    path: '/admin/sign-in/password',
    headers: { ...headersOf(text), 'content-type': 'application/json' },
    body: JSON.stringify({
      email: text.slice(0, 250),
      password: text.slice(0, 1_000),
      code: '000000',
    }),
  });
}

/** What it says of its own accord while the database is away. */
const sometimes: readonly unknown[] = ['loop failed, goes on', 'idle connection lost'];

/** Each line is one object that this server wrote, with a sentence it also says without any harm. */
function judgeLog(
  lines: readonly string[],
  context: { usual: readonly string[]; findings: Findings },
): void {
  const { usual, findings } = context;
  const sentences = new Set([...sometimes, ...usual.map((line) => read(line)?.msg)]);
  for (const line of lines) {
    const entry = read(line);
    const shown = line.slice(0, 120);
    findings.expect(entry !== undefined, `a line of the log is no JSON: ${shown}`);
    if (!entry) continue;
    const isOurs = typeof entry.node === 'number' && sentences.has(entry.msg);
    findings.expect(isOurs, `a line nobody wrote: ${shown}`);
  }
}

function read(line: string): { readonly msg?: unknown; readonly node?: unknown } | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The server's own export, and everything the console can list written by the console's writer. */
async function judgeExports(tenant: Tenant, console: Console, findings: Findings): Promise<void> {
  const authorization = basicOf(tenant.api.credentials);
  const ledger = await tenant.api.http.send({
    path: '/v1/consent-entries.csv',
    headers: { authorization },
  });
  const listed = await Promise.all(
    [
      '/applications',
      '/operators',
      '/account/sessions',
      '/audit?limit=200',
      `/applications/${tenant.id}/verifications?limit=200`,
      `/applications/${tenant.id}/messages?limit=200`,
    ].map(async (path) => ({ path, answer: await console.send('GET', path) })),
  );
  for (const { path, answer } of listed) {
    if (answer.status !== 200) throw new InvalidRun(`${path} answered ${answer.status}.`);
  }
  const cells = listed.flatMap(({ answer }) => textsOf(answer.json));
  const files = [
    { what: 'the consent export', text: ledger.text },
    { what: 'the console’s export', text: toCsv([{ name: '=x', cell: (cell) => cell }], cells) },
  ];
  for (const { what, text } of files) {
    if (!text.includes(mark)) throw new InvalidRun(`Nothing hostile is in ${what}.`);
    for (const cell of liveCells(text)) {
      findings.expect(false, `a live formula in ${what}: ${JSON.stringify(cell.slice(0, 80))}`);
    }
  }
  const hostile = cells.filter((cell) => cell.includes(mark)).length;
  findings.figure(`${cells.length} cells of exports, ${hostile} hostile, read by rule`);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}
