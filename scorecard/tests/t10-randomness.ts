/**
 * T10, attack A30: a million codes of the server's own generator are spread as chance spreads them,
 * and a code with a leading zero stays a text from the generator over the handset to the check.
 */
import { randomDigits } from '../../server/src/kernel/random.ts';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { eventually } from '../rig/parallel.ts';
import type { Rig } from '../rig/rig.ts';
import { chiSquare, chiSquareLimit } from '../rig/statistics.ts';

const digits = 6;
const bins = 1_000;
const startsMax = 200;

export const randomness: ScorecardTest = {
  id: 'T10',
  name: 'codes are spread by chance and stay texts',
  async run(setup, findings) {
    judgeSpread(setup, findings);
    const rig = await setup.shared.open();
    await leadingZero(rig, findings);
  },
};

interface Spread {
  /** Names of the statistics that chance would exceed less than once in a thousand times. */
  readonly outliers: string[];
  readonly leadingZeros: number;
}

function judgeSpread(setup: Setup, findings: Findings): void {
  const many = sized(setup, { short: 200_000, usual: 1_000_000, full: 5_000_000 });
  const first = sample(many);
  // Eight statistics at one in a thousand: an honest generator trips one run in 120. What trips
  // again in a second sample is no chance.
  const second = first.outliers.length > 0 ? sample(many) : first;
  const stubborn = first.outliers.filter((name) => second.outliers.includes(name));
  findings.equal(stubborn, [], 'statistics that chance does not explain');
  const share = (first.leadingZeros / many) * 100;
  findings.expect(Math.abs(share - 10) < 0.5, `${share.toFixed(2)} % begin with a zero, not 10 %`);
  findings.figure(
    `${many} codes, ${share.toFixed(2)} % with a leading zero, outliers at p<0.001: ${first.outliers.length}`,
  );
}

function sample(many: number): Spread {
  const places = Array.from({ length: digits }, () => new Array<number>(10).fill(0));
  const counts = new Array<number>(bins).fill(0);
  let leadingZeros = 0;
  for (let index = 0; index < many; index += 1) {
    const code = randomDigits(digits);
    if (!/^\d{6}$/.test(code)) throw new Error(`A code that is none: ${JSON.stringify(code)}`);
    for (let place = 0; place < digits; place += 1) {
      const digit = code.charCodeAt(place) - 48;
      (places[place] as number[])[digit] = ((places[place] as number[])[digit] as number) + 1;
    }
    const bin = Number(code) % bins;
    counts[bin] = (counts[bin] as number) + 1;
    if (code.startsWith('0')) leadingZeros += 1;
  }
  const outliers = places.flatMap((place, index) =>
    chiSquare(place) > chiSquareLimit(9) ? [`digit ${index + 1}`] : [],
  );
  if (chiSquare(counts) > chiSquareLimit(bins - 1)) outliers.push(`${bins} bins`);
  return { outliers, leadingZeros };
}

/** Starts verifications until a code begins with a zero, then checks it as a number and as a text. */
async function leadingZero(rig: Rig, findings: Findings): Promise<void> {
  const [api] = rig.apis as [Api];
  for (let tries = 1; tries <= startsMax; tries += 1) {
    const number = rig.nextNumber();
    const started = await api.start({ number, workflow_id: 6, code_length: 6 });
    const code = await codeFor(api, number);
    findings.expect(/^\d{6}$/.test(code), `the handset shows the code ${code}`);
    if (!code.startsWith('0')) continue;
    const id = started.json.request_id as string;
    const asNumber = await api.check(id, String(Number(code)));
    findings.expect(asNumber.json.status !== '0', 'a code without its zeros was accepted');
    const right = await api.check(id, code);
    findings.equal(right.json.status, '0', `the code ${code} as it was shown`);
    findings.figure(`a leading zero after ${tries} starts, checked end to end`);
    return;
  }
  findings.expect(false, `no leading zero in ${startsMax} codes`);
}

async function codeFor(api: Api, number: string): Promise<string> {
  let code: string | null | undefined;
  const isThere = await eventually(20, async () => {
    code = (await api.messages(number))[0]?.code;
    return typeof code === 'string';
  });
  if (!isThere) throw new InvalidRun('No message arrived.');
  return code as string;
}
