/**
 * T36, attack A10: neither words nor time tell whether a key, a verification, a number or an operator
 * exists. Both kinds are asked in turns on one connection; statuses, headers and shapes must be the
 * same, and nobody may tell the times apart.
 */
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { basicOf, type Credentials } from '../rig/api.ts';
import { type Chance, chanceFrom } from '../rig/chance.ts';
import { type HttpClient, openHttpClient } from '../rig/http.ts';
import { openRig, type Rig, type RunningServer, runCommand } from '../rig/rig.ts';
import { areaUnderCurve, median, medianGapError } from '../rig/statistics.ts';
import { forgeTokens } from './t36-tokens.ts';
import { asTenant } from './t40/belongings.ts';

/** What stays of the difference when nothing but chance makes one. */
const areaTolerance = 0.05;
const gapMillisecondsMax = 2;
/** A sample is judged no more strictly than chance allows: once in ten thousand times. */
const deviations = 4;
/** Fewer times say little. */
const judgedMin = 50;

interface Pair {
  readonly name: string;
  readonly times: number;
  /** Asks for something that is there, or for something that is not. */
  ask(isKnown: boolean, turn: number): Promise<Told>;
}

interface Told {
  readonly status: number;
  readonly shape: string;
  readonly milliseconds: number;
}

export const enumeration: ScorecardTest = {
  id: 'T36',
  name: 'nobody finds out what exists by asking',
  async run(setup, findings) {
    const rig = await openRig({ servers: 1 });
    const [server] = rig.servers as [RunningServer];
    const http = openHttpClient(server.baseUrl, { connectionsMax: 1 });
    try {
      const chance = chanceFrom(setup.seed);
      for (const pair of await makePairs(setup, rig, http)) {
        await compare(pair, chance, findings);
      }
    } finally {
      http.close();
      await rig.stop();
    }
  },
};

async function makePairs(setup: Setup, rig: Rig, http: HttpClient): Promise<Pair[]> {
  const times = sized(setup, { short: 80, usual: 2_000, full: 2_000 });
  const [server] = rig.servers as [RunningServer];
  const stranger = runCommand<Credentials>(server, 'applications', 'create', 'Stranger');
  const own = asTenant(http, rig.credentials);
  const started = await own('POST', '/verifications', { to: '+447401000001', brand: 'Acme' });
  const id = started.json.id as string | undefined;
  if (!id) throw new InvalidRun(`The owner could not start: ${started.text}`);
  return [
    {
      name: 'an API key',
      times,
      ask: (isKnown, turn) =>
        tell(http, `/v1/application`, {
          apiKey: isKnown ? rig.credentials.apiKey : turn.toString(16).padStart(8, 'e'),
          apiSecret: 'Wrong0Secret',
        }),
    },
    {
      name: 'a verification of another application',
      times,
      ask: (isKnown, turn) => {
        const unknown = id.slice(0, -12) + turn.toString(16).padStart(12, '0');
        return tell(http, `/v1/verifications/${isKnown ? id : unknown}`, stranger);
      },
    },
    ...(await tokens(setup, rig, http)),
    await numbers(own, times),
    operators(http),
  ];
}

async function tokens(setup: Setup, rig: Rig, http: HttpClient): Promise<Pair[]> {
  const times = sized(setup, { short: judgedMin, usual: 500, full: 2_000 });
  const forged = await forgeTokens(rig, http);
  const bearer = (path: string) => (isKnown: boolean) =>
    tellOf(http, path, { authorization: `Bearer ${forged.jwt(isKnown)}` });
  const pairs: Pair[] = [
    { name: 'the application of a JWT', times, ask: bearer('/v2/verify/templates') },
    {
      name: 'the application of an access token',
      times,
      ask: (isKnown, turn) =>
        tellOf(http, '/verification/v3/validateOtp?verificationId=1&code=1234', {
          authtoken: forged.accessToken(isKnown, turn),
        }),
    },
  ];
  if (setup.size === 'short') return pairs;
  return [{ name: 'a JWT on the native API', times, ask: bearer('/v1/application') }, ...pairs];
}

function tell(http: HttpClient, path: string, credentials: Credentials): Promise<Told> {
  return tellOf(http, path, { authorization: basicOf(credentials) });
}

async function tellOf(
  http: HttpClient,
  path: string,
  sent: Readonly<Record<string, string>>,
): Promise<Told> {
  const { status, json, headers, milliseconds } = await http.send({ path, headers: sent });
  // The id of the call.
  const { instance: _id, ...said } = json;
  return { status, shape: `${headers} ${JSON.stringify(said)}`, milliseconds };
}

/** Numbers that were verified before, and numbers nobody has ever written to. */
async function numbers(own: ReturnType<typeof asTenant>, times: number): Promise<Pair> {
  const start = (to: number) => own('POST', '/verifications', { to: `+${to}`, brand: 'Acme' });
  const cancel = (id: unknown) => own('POST', `/verifications/${id}/cancel`);
  const known = 447_402_000_000;
  const unknown = 447_403_000_000;
  for (let turn = 0; turn < times; turn += 1) await cancel((await start(known + turn)).json.id);
  return {
    name: 'a number',
    times,
    async ask(isKnown, turn) {
      const told = await start((isKnown ? known : unknown) + turn);
      const { status, json, headers, milliseconds } = told;
      await cancel(json.id);
      return { status, shape: `${headers} ${Object.keys(json)}`, milliseconds };
    },
  };
}

/** Few: whoever guesses passwords is made to wait, so words are compared and not times. */
function operators(http: HttpClient): Pair {
  return {
    name: 'an operator',
    times: 2,
    async ask(isKnown, turn) {
      const email = isKnown ? 'owner@localhost' : `nobody${turn}@localhost`;
      const { status, json, headers, milliseconds } = await http.send({
        method: 'POST',
        path: '/admin/sign-in/password',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: 'wrong horse battery staple' }),
      });
      const { requestId: _id, ...said } = json;
      return { status, shape: `${headers} ${JSON.stringify(said)}`, milliseconds };
    },
  };
}

async function compare({ name, times, ask }: Pair, chance: Chance, findings: Findings) {
  const known: Told[] = [];
  const unknown: Told[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    // Who comes first is chance: the second one finds everything warm.
    const order = chance.shuffle([true, false]);
    for (const isKnown of order) (isKnown ? known : unknown).push(await ask(isKnown, turn));
  }
  const said = (told: readonly Told[]) => [
    ...new Set(told.map((one) => `${one.status} ${one.shape}`)),
  ];
  findings.equal(said(known), said(unknown), `${name}: what is answered`);
  judgeTimes(name, known.map(timeOf), unknown.map(timeOf), findings);
}

function timeOf({ milliseconds }: Told): number {
  return milliseconds;
}

function judgeTimes(
  name: string,
  known: readonly number[],
  unknown: readonly number[],
  findings: Findings,
): void {
  if (known.length < judgedMin) return;
  const area = areaUnderCurve(known, unknown);
  const gap = Math.abs(median(known) - median(unknown));
  const chanceOfArea = (deviations * Math.sqrt((2 * known.length + 1) / 12)) / known.length;
  const areaMax = Math.max(areaTolerance, chanceOfArea);
  const gapMax = Math.max(gapMillisecondsMax, deviations * medianGapError(known, unknown));
  const figures = `AUC ${area.toFixed(3)}, medians ${gap.toFixed(2)} ms apart`;
  findings.expect(Math.abs(area - 0.5) <= areaMax, `${name} can be told by its time: ${figures}`);
  findings.expect(gap <= gapMax, `${name} can be told by its time: ${figures}`);
  findings.figure(`${name}: ${known.length}×2, ${figures}`);
}
