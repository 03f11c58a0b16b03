/** The clients of T15: whole verifications, wrong codes among them, and messages with receipts. */

import type { Api } from '../rig/api.ts';
import type { Chance } from '../rig/chance.ts';
import type { ClientLedger } from '../rig/client-ledger.ts';
import type { Node } from '../rig/nodes.ts';
import { eventually } from '../rig/parallel.ts';

export interface FlowRig {
  readonly nodes: readonly Node[];
  readonly ledger: ClientLedger;
  readonly callback: string;
}

export interface Flow {
  readonly kind: 'verification' | 'message';
  /** Request id or message id, once the start was acknowledged. */
  id: string | undefined;
  /** A check was answered with success, or found to have succeeded. */
  isAccepted: boolean;
  /** Sentences about what should not have happened. */
  readonly oddities: string[];
}

const messageSecondsMax = 60;
const wrongCode = '000000';

export async function runFlow(rig: FlowRig, index: number, chance: Chance): Promise<Flow> {
  const number = String(447_400_000_000 + index);
  return index % 4 === 3
    ? sendMessage(rig, number, chance)
    : verify(rig, number, { wrong: wrongsOf(index), readsHandset: index % 2 === 0 }, chance);
}

/** Most people type it right, some err once, some never find it. */
function wrongsOf(index: number): number {
  return [0, 0, 0, 1, 0, 3, 0][index % 7] as number;
}

function anyNode(rig: FlowRig, chance: Chance): Api {
  return chance.pick(rig.nodes).api;
}

async function sendMessage(rig: FlowRig, number: string, chance: Chance): Promise<Flow> {
  const flow: Flow = { kind: 'message', id: undefined, isAccepted: false, oddities: [] };
  const pin = String(100_000 + chance.below(900_000));
  const settled = await rig.ledger.settle(`message ${number}`, () =>
    anyNode(rig, chance).twoFactor({ to: number, pin, callback: rig.callback }),
  );
  const message = settled?.answer.json.messages?.[0];
  if (message?.status === '0') flow.id = message['message-id'];
  else flow.oddities.push(`a message was refused: ${settled?.answer.text}`);
  return flow;
}

async function verify(
  rig: FlowRig,
  number: string,
  plan: { wrong: number; readsHandset: boolean },
  chance: Chance,
): Promise<Flow> {
  const flow: Flow = { kind: 'verification', id: undefined, isAccepted: false, oddities: [] };
  const ownCode = plan.readsHandset ? undefined : String(100_000 + chance.below(900_000));
  const started = await rig.ledger.settle(`start ${number}`, () =>
    anyNode(rig, chance).start({ number, workflow_id: 6, code_length: 6, pin_code: ownCode }),
  );
  const answer = started?.answer.json;
  // "Concurrent" names the request that an earlier, unanswered try has made.
  const isOurs = answer?.status === '0' || (answer?.status === '10' && (started?.tries ?? 0) > 1);
  if (!isOurs) {
    flow.oddities.push(`a start was refused: ${started?.answer.text}`);
    return flow;
  }
  const id = answer?.request_id as string;
  flow.id = id;
  const code = ownCode ?? (await readCode(rig, number, chance));
  if (code === undefined) {
    flow.oddities.push(`no message arrived within ${messageSecondsMax} s`);
    return flow;
  }
  for (let guess = 0; guess < plan.wrong; guess += 1) await guessWrong(rig, flow, id, chance);
  await checkRight(rig, flow, { id, code, wrong: plan.wrong }, chance);
  return flow;
}

async function readCode(rig: FlowRig, number: string, chance: Chance): Promise<string | undefined> {
  let code: string | undefined;
  await eventually(messageSecondsMax, async () => {
    const [message] = await anyNode(rig, chance).messages(number);
    code = message?.code ?? undefined;
    return code !== undefined;
  });
  return code;
}

async function guessWrong(rig: FlowRig, flow: Flow, id: string, chance: Chance): Promise<void> {
  const settled = await rig.ledger.settle(`wrong ${id}`, () =>
    anyNode(rig, chance).check(id, wrongCode),
  );
  if (settled?.answer.json.status === '0') flow.oddities.push('a wrong code was accepted');
}

async function checkRight(
  rig: FlowRig,
  flow: Flow,
  { id, code, wrong }: { id: string; code: string; wrong: number },
  chance: Chance,
): Promise<void> {
  const settled = await rig.ledger.settle(`check ${id}`, () =>
    anyNode(rig, chance).check(id, code),
  );
  const status = settled?.answer.json.status;
  if (status === '0') {
    flow.isAccepted = true;
    if (wrong >= 3) flow.oddities.push('the right code was taken after the third wrong one');
    return;
  }
  if (wrong >= 3) return;
  // Told "verified already" after an answer was lost: the search says what became of it.
  const found = await rig.ledger.settle(`search ${id}`, () => anyNode(rig, chance).search(id));
  const state = found?.answer.json.status;
  flow.isAccepted = state === 'SUCCESS' && (settled?.tries ?? 0) > 1;
  // A wrong code whose answer was lost is sent again, and may use up the three.
  const isUsedUp = wrong > 0 && state === 'FAILED';
  if (!flow.isAccepted && !isUsedUp) {
    flow.oddities.push(
      `the right code was refused with ${status} (${state}, try ${settled?.tries})`,
    );
  }
}
