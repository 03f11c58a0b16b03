/**
 * Handles one kept message: decides what it is, does what follows, and ends with the webhook. Each of
 * the three is written down before the next begins, so that a node that takes it up after another
 * died goes on where that one stopped: consent is changed with the decision, an answer is sent once
 * for an inbound message, and a code that was counted is not checked again.
 */
import type { Application } from '../applications/application.ts';
import { readKeyword } from '../consent/keywords.ts';
import { newId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { findLiveMessage } from '../verification/find-live-message.ts';
import { answerKeyword } from './answer-keyword.ts';
import { checkReply } from './check-reply.ts';
import { decideKeyword } from './decide-keyword.ts';
import {
  contexts,
  type InboundContent,
  type InboundMeaning,
  type InboundOutcome,
  inboundKeptSeconds,
} from './inbound.ts';
import type { HandleDeps, OpenInbound } from './open-inbound.ts';
import { readCode } from './read-code.ts';
import {
  type Decision,
  findLastDispatch,
  type InboundRow,
  markDecided,
  markHandled,
} from './store.ts';

interface Handled {
  readonly meaning: InboundMeaning;
  readonly outcome: InboundOutcome;
}

const passedOn: Decision = {
  meaning: 'message',
  outcome: { kind: 'passed-on' },
  verificationId: null,
};

/** Undefined when another node has taken it over meanwhile. */
export async function handleInbound(
  deps: HandleDeps,
  taken: {
    readonly row: InboundRow;
    /** Absent: nobody uses the number it was written to. */
    readonly application: Application | undefined;
    /** It is ended now, whatever comes of it. */
    readonly isLast: boolean;
  },
): Promise<Handled | undefined> {
  const { row, application } = taken;
  if (!application) return end(deps, row, { ...passedOn, outcome: { kind: 'unknown-number' } });
  if (taken.isLast) {
    const outcome = { kind: 'gave-up' } as const;
    const { verification_id: verificationId } = row;
    const meaning = row.meaning ?? 'message';
    return end(deps, row, { meaning, outcome, verificationId }, application);
  }
  const inbound = open(deps.keyRing, row, application);
  const decision = storedDecision(row) ?? (await decide(deps, inbound));
  if (!decision) return undefined;
  return end(deps, row, await follow(deps, inbound, decision), application);
}

function open(keyRing: KeyRing, row: InboundRow, application: Application): OpenInbound {
  const content = JSON.parse(
    keyRing.open(row.content_sealed, contexts.content(row.id)).toString('utf8'),
  ) as InboundContent;
  const from = keyRing.open(row.address_sealed, contexts.address(row.id)).toString('utf8');
  // A part of a longer message says nothing by itself.
  const text = (row.concat_total ?? 1) > 1 ? '' : (content.text ?? '');
  return { row, application, from, text, keyword: readKeyword(text) };
}

function storedDecision({ meaning, outcome, verification_id }: InboundRow): Decision | undefined {
  return meaning && outcome ? { meaning, outcome, verificationId: verification_id } : undefined;
}

function decide(deps: HandleDeps, inbound: OpenInbound): Promise<Decision | undefined> {
  const { keyword } = inbound;
  return keyword ? decideKeyword(deps, { ...inbound, keyword }) : decideCode(deps, inbound);
}

/** So few digits are an answer to something else ("1" for yes), unless the code is so short. */
const shortCodeMax = 3;

/** Digits are a code while a message with one is live; otherwise they are just digits. */
async function decideCode(
  { db, keyRing }: HandleDeps,
  { row, text, from }: OpenInbound,
): Promise<Decision | undefined> {
  const code = readCode(text);
  if (code === undefined) return passedOn;
  const applicationId = row.application_id;
  const live = await findLiveMessage(
    { db },
    {
      applicationIds: [applicationId],
      addressMac: keyRing.mac('address', from),
      sender: row.recipient,
    },
  );
  if (!live) return passedOn;
  const { verificationId } = live;
  const [dispatch] = await findLastDispatch(db, applicationId, verificationId);
  if (code.length <= shortCodeMax && code.length !== dispatch?.code_length) return passedOn;
  const decision: Decision = {
    meaning: 'code',
    outcome: { kind: 'checked', check: 'pending', dispatchId: dispatch?.id ?? null },
    verificationId,
  };
  const [decided] = await markDecided(db, row, decision);
  return decided && decision;
}

async function follow(
  deps: HandleDeps,
  inbound: OpenInbound,
  decision: Decision,
): Promise<Decision> {
  const { outcome, verificationId } = decision;
  if (outcome.kind === 'checked' && outcome.check === 'pending' && verificationId !== null) {
    const check = await checkReply(deps, inbound, verificationId);
    return { ...decision, outcome: { ...outcome, check } };
  }
  if ('reply' in outcome && outcome.reply === 'due' && inbound.keyword) {
    const reply = await answerKeyword(deps, { ...inbound, keyword: inbound.keyword });
    return { ...decision, outcome: { ...outcome, reply } };
  }
  return decision;
}

async function end(
  { db, clock }: HandleDeps,
  row: InboundRow,
  decision: Decision,
  application?: Application,
): Promise<Handled> {
  await markHandled(db, {
    ...decision,
    application_id: row.application_id,
    id: row.id,
    deliveryId: newId(clock.now()),
    wantsWebhook: Boolean(application?.settings.inbound.url),
    keptSeconds: inboundKeptSeconds,
  });
  return { meaning: decision.meaning, outcome: decision.outcome };
}
