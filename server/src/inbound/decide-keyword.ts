/** A keyword takes effect: the change of consent, its evidence and the decision, all or nothing. */
import { appendEntry, type ConsentWord, changeConsent } from '../consent/change-consent.ts';
import { wholeApplication } from '../consent/consent.ts';
import { countMessagesOf } from '../consent/count-messages-of.ts';
import type { Keyword } from '../consent/keywords.ts';
import type { Queryable } from '../db/client.ts';
import type { InboundOutcome } from './inbound.ts';
import type { HandleDeps, OpenInbound } from './open-inbound.ts';
import { type Decision, lockUndecided, markDecided } from './store.ts';

/** More than a person sends in an hour; a machine that answers every answer is not answered on. */
const answersAnHourMax = 10;

/** Undefined when another node has decided it meanwhile. */
export function decideKeyword(
  deps: HandleDeps,
  inbound: OpenInbound & { readonly keyword: Keyword },
): Promise<Decision | undefined> {
  const { row, keyword } = inbound;
  return deps.db.transaction(async (tx) => {
    const [undecided] = await lockUndecided(tx, row);
    if (!undecided) return undefined;
    const asked = await countMessagesOf({ tx, keyRing: deps.keyRing }, wordOf(inbound));
    const outcome = await take({ ...deps, tx }, inbound);
    const isAnswered = 'reply' in outcome && outcome.reply === 'due';
    const decision: Decision = {
      meaning: keyword.meaning,
      outcome:
        isAnswered && asked >= answersAnHourMax ? { ...outcome, reply: 'too-many' } : outcome,
      verificationId: null,
    };
    await markDecided(tx, row, decision);
    return decision;
  });
}

async function take(
  deps: HandleDeps & { readonly tx: Queryable },
  inbound: OpenInbound & { readonly keyword: Keyword },
): Promise<InboundOutcome> {
  const { meaning } = inbound.keyword;
  const word = wordOf(inbound);
  if (meaning === 'help') {
    await appendEntry(deps, { ...word, change: 'help' });
    return { kind: 'helped', reply: 'due' };
  }
  const change = meaning === 'stop' ? 'opt-out' : 'opt-in';
  const at = inbound.row.received_at;
  const changed = await changeConsent(deps, { ...word, change, at });
  const isNew = changed.kind === 'changed' && changed.isNew;
  return { kind: changed.kind, reply: isNew ? 'due' : 'none' };
}

function wordOf({
  row,
  from,
  text,
  keyword,
  application,
}: OpenInbound & { readonly keyword: Keyword }): ConsentWord {
  const campaign = application.campaigns.find(({ code }) => code === row.recipient);
  return {
    applicationId: row.application_id,
    address: from,
    sender: keyword.isForAll ? wholeApplication : row.recipient,
    campaignId: campaign?.id ?? null,
    source: 'message',
    actor: 'subscriber',
    evidence: { text },
    inboundId: row.id,
  };
}
