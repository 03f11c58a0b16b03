/**
 * The real system of one seed: two nodes on one database, a carrier that remembers, hand-overs that
 * may be lost, and a clock that jumps. Beside it what the model knows of every message.
 */

import type { Application } from '../../../server/src/applications/application.ts';
import { createApplication } from '../../../server/src/applications/create-application.ts';
import type { ReadyDispatch } from '../../../server/src/delivery/contract.ts';
import { advanceClock } from '../../../server/src/sandbox/store.ts';
import type { Chance } from '../../rig/chance.ts';
import { type Modules, openModules } from '../../rig/modules.ts';
import type { Scratch } from '../../rig/scratch.ts';
import { type Address, deadlines, newAddress, type Verification } from './model.ts';

/** What becomes of a hand-over: sent, lost before the carrier had it, or lost right after. */
export type Fate = 'sent' | 'lost-before' | 'lost-after';

export interface Message {
  readonly dispatchId: string;
  readonly verification: Verification;
  readonly codeNumber: number;
  /** `due` until it is recorded; then as the receipts say. */
  state: string;
  submissions: number;
  crashes: number;
  /** Receipts that came before the hand-over was recorded. */
  parked: string[];
}

export interface Fleet {
  readonly scratch: Scratch;
  readonly nodes: readonly Modules[];
  /** Set for the seed under way; the modules outlive it. */
  world: World | undefined;
}

export interface World {
  readonly chance: Chance;
  readonly application: Application;
  readonly addresses: readonly Address[];
  readonly numbers: readonly string[];
  readonly verifications: Map<string, Verification>;
  readonly messages: Map<string, Message>;
  /** Dispatches handed over since the operation began. */
  readonly handedOver: ReadyDispatch[];
  readonly faults: string[];
  readonly startedAt: number;
  jumpedSeconds: number;
  comparisons: number;
  comparisonsExpected: number;
  fate: Fate;
  /** Nobody in this seed knows a right code: the budgets of the addresses run out. */
  readonly isHostile: boolean;
}

const marginSeconds = 1.5;
const jumpPastSeconds = 4;

export function openFleet(scratch: Scratch): Fleet {
  const fleet: { world: World | undefined; scratch: Scratch; nodes: Modules[] } = {
    scratch,
    world: undefined,
    nodes: [],
  };
  const seams = {
    carrier: {
      send: async (message: { dispatchId: string; code: string | null }) => {
        noteSubmission(fleet.world, message.dispatchId, message.code);
        return { messageId: message.dispatchId };
      },
    },
    onHandOver: (dispatch: ReadyDispatch, dispatcher: Modules['dispatcher']) => {
      const { world } = fleet;
      if (world?.application.id !== dispatch.applicationId) return;
      world.handedOver.push(dispatch);
      if (world.fate === 'sent') dispatcher.handOver(dispatch);
    },
    onComparison: () => {
      if (fleet.world) fleet.world.comparisons += 1;
    },
  };
  fleet.nodes = [openModules(scratch, seams), openModules(scratch, seams)];
  return fleet;
}

/** Messages are known only after their hand-over was looked at, so an early one is noted by code. */
function noteSubmission(world: World | undefined, dispatchId: string, code: string | null): void {
  const message = world?.messages.get(dispatchId);
  if (!world || !message) return;
  message.submissions += 1;
  const { verification } = message;
  if (verification.status !== 'in_progress') {
    world.faults.push(`a message was sent for a verification that is ${verification.status}`);
  }
  if (verification.code !== code) world.faults.push('a message carried another code');
}

export async function openWorld(fleet: Fleet, chance: Chance, seed: number): Promise<World> {
  const { scratch, nodes } = fleet;
  const [first] = nodes as [Modules];
  const request = { name: `Seed ${seed}`, kind: 'sandbox' as const, actor: 'scorecard' };
  const { application } = await createApplication(
    { db: first.db, keyRing: scratch.keyRing },
    request,
  );
  const isHostile = chance.below(3) === 0;
  // All malice meets on one address, so that its budget runs out more than once.
  const numbers = ['447400000001', '14155550123', '4915112345678'].slice(0, isHostile ? 1 : 3);
  const world: World = {
    chance,
    application,
    addresses: numbers.map(newAddress),
    numbers,
    verifications: new Map(),
    messages: new Map(),
    handedOver: [],
    faults: [],
    startedAt: performance.now(),
    jumpedSeconds: 0,
    comparisons: 0,
    comparisonsExpected: 0,
    fate: 'sent',
    isHostile,
  };
  fleet.world = world;
  return world;
}

export function now(world: World): number {
  return (performance.now() - world.startedAt) / 1_000 + world.jumpedSeconds;
}

export async function jump(fleet: Fleet, world: World, seconds: number): Promise<void> {
  const [first] = fleet.nodes as [Modules];
  await advanceClock(first.db, world.application.id, seconds, null);
  world.jumpedSeconds += seconds;
}

/** Moves away from every moment at which milliseconds would decide. */
export async function clearOfDeadlines(fleet: Fleet, world: World): Promise<void> {
  const isClose = (): boolean =>
    world.addresses
      .flatMap(deadlines)
      .some((moment) => Math.abs(moment - now(world)) < marginSeconds);
  while (isClose()) await jump(fleet, world, jumpPastSeconds);
}

export function anyNode(fleet: Fleet, world: World): Modules {
  return world.chance.pick(fleet.nodes);
}

export async function idle(fleet: Fleet): Promise<void> {
  await Promise.all(fleet.nodes.map((node) => node.dispatcher.idle()));
}

/** Nothing of a finished seed may wake up in a later one. */
export async function closeWorld(fleet: Fleet, world: World): Promise<void> {
  const { id } = world.application;
  fleet.world = undefined;
  await fleet.scratch.db.query(
    'update live_addresses set wake_at = null where application_id = $1',
    [id],
  );
  await fleet.scratch.db.query(
    `update dispatches set state = 'not_sent' where application_id = $1 and state = 'due'`,
    [id],
  );
}

export function expectSame(world: World, what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected)
    world.faults.push(`${what}: ${String(actual)}, model: ${String(expected)}`);
}
