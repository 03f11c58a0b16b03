/**
 * The traffic of T41: a pump that asks for messages to numbers it earns by, from many addresses and
 * behind made-up headers, and among it people who want to sign in. Every answer is kept with its time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '../../rig/api.ts';
import { type Chance, chanceFrom } from '../../rig/chance.ts';
import { inParallel } from '../../rig/parallel.ts';

export interface TrafficPlan {
  readonly attempts: number;
  readonly people: number;
  readonly seed: number;
}

export interface Attempt {
  /** Seconds since the traffic began. */
  readonly at: number;
  readonly prefix: string;
  /** Status of the classic wire; '0' was sent. */
  readonly status: string;
}

export interface Person {
  readonly at: number;
  readonly isInPumpedPrefix: boolean;
  readonly status: string;
  readonly isThrough: boolean;
}

export interface Traffic {
  readonly attempts: readonly Attempt[];
  readonly people: readonly Person[];
  readonly seconds: number;
}

/** Five prefixes of a British mobile range, forty numbers in a row in each: 200 numbers. */
export const pumpedPrefixes = ['44750011', '44750012', '44750013', '44750014', '44750015'] as const;
const numbersOfPrefix = 40;
export const attackerAddresses = 500;
const attackers = 40;
/** However quick the machine: some of the budgets' beats, a second each, must pass meanwhile. */
const pumpSecondsMin = 8;
const peopleAtOnce = 40;
const code = '135790';
/** One step only: no later message mixes into the count. */
const workflow = 6;

/** People live in four countries; a few have a number in a pumped prefix. */
const homes = [
  { start: '4475', middle: 4 },
  { start: '4476', middle: 4 },
  { start: '49171', middle: 3 },
  { start: '3367', middle: 3 },
  { start: '14152', middle: 2 },
] as const;
const pumpedShare = 0.02;

export async function runTraffic(apis: readonly Api[], plan: TrafficPlan): Promise<Traffic> {
  const startedAt = performance.now();
  const now = () => (performance.now() - startedAt) / 1_000;
  const [attempts, people] = await Promise.all([
    runPump(apis, plan, now),
    runPeople(apis, plan, now),
  ]);
  return { attempts, people, seconds: now() };
}

/** Both wires in turn: a verification, and a message with a PIN that replaces the one before. */
async function runPump(
  apis: readonly Api[],
  { attempts, seed }: TrafficPlan,
  now: () => number,
): Promise<Attempt[]> {
  const chance = chanceFrom(seed);
  return inParallel(attempts, attackers, async (index) => {
    const dueAt = (index / attempts) * pumpSecondsMin;
    if (dueAt > now()) await sleep((dueAt - now()) * 1_000);
    const prefix = chance.pick(pumpedPrefixes);
    const number = prefix + String(2_000 + chance.below(numbersOfPrefix));
    const who = addressOf(chance.below(attackerAddresses));
    const answer = await send(apis[index % apis.length] as Api, {
      path: index % 4 === 3 ? '/sc/us/2fa/json' : '/verify/json',
      fields:
        index % 4 === 3
          ? { to: number, pin: '1234', 'client-address': who }
          : { number, brand: 'Acme', workflow_id: String(workflow), 'client-address': who },
      forwardedFor: madeUpAddress(chance),
    });
    return { at: now(), prefix, status: answer };
  });
}

interface Call {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly forwardedFor: string;
}

async function send(api: Api, { path, fields, forwardedFor }: Call): Promise<string> {
  const { apiKey, apiSecret } = api.credentials;
  const answer = await api.http.send({
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': forwardedFor,
      'x-real-ip': forwardedFor,
      forwarded: `for=${forwardedFor}`,
    },
    body: new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, ...fields }).toString(),
  });
  const { status } = answer.json.messages?.[0] ?? answer.json;
  return typeof status === 'string' ? status : `HTTP ${answer.status}`;
}

/** A stream of them, while the pump runs and after it. */
async function runPeople(
  apis: readonly Api[],
  plan: TrafficPlan,
  now: () => number,
): Promise<Person[]> {
  const chance = chanceFrom(plan.seed + 1);
  const places = chance.shuffle(Array.from({ length: 10_000 }, (_none, place) => place));
  return inParallel(plan.people, peopleAtOnce, async (index) => {
    const isInPumpedPrefix = index % Math.round(1 / pumpedShare) === 0;
    const number = numberOf(index, places, isInPumpedPrefix);
    const api = apis[index % apis.length] as Api;
    const started = await api.start({
      number,
      pin_code: code,
      workflow_id: workflow,
      'client-address': `203.0.${Math.floor(index / 250)}.${index % 250}`,
    });
    const at = now();
    const status = String(started.json.status);
    if (status !== '0') return { at, isInPumpedPrefix, status, isThrough: false };
    await sleep(200 + chance.below(1_300)); // the message is read and the code typed
    const checked = await api.check(started.json.request_id, code);
    return { at, isInPumpedPrefix, status, isThrough: checked.json.status === '0' };
  });
}

function numberOf(index: number, places: readonly number[], isInPumpedPrefix: boolean): string {
  const last = String(places[index % places.length]).padStart(4, '0');
  if (isInPumpedPrefix) {
    // Not the pumped numbers themselves: those belong to the pump.
    const prefix = pumpedPrefixes[index % pumpedPrefixes.length] as string;
    return prefix + String(5_000 + index).slice(-4);
  }
  const { start, middle } = homes[index % homes.length] as (typeof homes)[number];
  const place = (index * 7_919) % 10 ** middle;
  return start + String(place).padStart(middle, '0') + last;
}

function addressOf(index: number): string {
  return `198.51.${Math.floor(index / 250)}.${index % 250}`;
}

function madeUpAddress(chance: Chance): string {
  return [10, chance.below(256), chance.below(256), chance.below(256)].join('.');
}
