/**
 * What Verify v2 tells of a verification: an event for each channel that is done, one that silent
 * authentication waits for its device, and a summary at the end. Pure: from the facts so far to the
 * documents. Source: the vendor's OpenAPI document of Verify v2, see
 * docs/compatibility/vonage-verify-v2.md.
 */

export interface StoryEvent {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Step of the dispatch it is about; null for other events. */
  readonly dispatchStep: number | null;
}

/** A verification up to the event that is told. */
export interface Story {
  readonly requestId: string;
  readonly submittedAt: Date;
  readonly clientRef: string | null;
  readonly channels: readonly { readonly channel: string; readonly waitSeconds: number }[];
  /** What the success cost, decimal. */
  readonly price: string;
  /** In order; the last one is told. */
  readonly events: readonly StoryEvent[];
}

export interface Callback {
  readonly type: 'event' | 'summary';
  readonly status: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CallbackDeps {
  /** Whether the channel waits for a device at a mobile network. */
  readonly isNetworkChannel: (channel: string) => boolean;
  readonly checkUrlOf: (requestId: string) => string;
  /** The reason of an end that was the subscriber's own no. */
  readonly rejectedBySubscriber: string;
}

/** How the end of a verification reads in a step and in the summary. */
const endings: Readonly<Record<string, { step: string; summary: string; reason?: string }>> = {
  'verification.verified': { step: 'completed', summary: 'completed' },
  'verification.failed': { step: 'failed', summary: 'failed' },
  'verification.expired': { step: 'expired', summary: 'expired' },
  // The wire has no word for it.
  'verification.cancelled': {
    step: 'failed',
    summary: 'failed',
    reason: 'The request was cancelled.',
  },
};
const lostMessages = new Set(['message.failed', 'message.not_sent', 'message.rejected']);

export function callbacksOf(deps: CallbackDeps, story: Story): readonly Callback[] {
  const told = story.events.at(-1);
  if (told?.kind === 'verification.started') return pendingAction(deps, story, told);
  if (told?.kind === 'step.started') {
    const step = Number(told.data?.step) - 1;
    return step < 0 ? [] : [finished(story, { step, at: told.at, ...outcomeOf(story, step) })];
  }
  const ending = told && endings[told.kind];
  return ending ? ended(deps, story, told) : [];
}

function pendingAction(deps: CallbackDeps, story: Story, { at }: StoryEvent): Callback[] {
  const channel = story.channels[0]?.channel ?? '';
  if (!deps.isNetworkChannel(channel)) return [];
  const status = 'action_pending';
  const body = {
    request_id: story.requestId,
    triggered_at: at.toISOString(),
    type: 'event',
    channel: wireChannel(channel),
    status,
    action: { type: 'check', check_url: deps.checkUrlOf(story.requestId) },
    ...referenceOf(story),
  };
  return [{ type: 'event', status, body }];
}

interface FinishedStep {
  readonly step: number;
  readonly at: Date;
  readonly status: string;
}

function finished(story: Story, { step, at, status }: FinishedStep): Callback {
  const body = {
    request_id: story.requestId,
    triggered_at: (beganAt(story, step) ?? story.submittedAt).toISOString(),
    type: 'event',
    channel: wireChannel(story.channels[step]?.channel ?? ''),
    status,
    finalized_at: at.toISOString(),
    channel_timeout: timeoutOf(story),
    ...referenceOf(story),
  };
  return { type: 'event', status, body };
}

/** Of a step that another one followed. */
function outcomeOf(story: Story, step: number): { status: string } {
  const isLost = story.events.some(
    ({ kind, dispatchStep, data }) =>
      (lostMessages.has(kind) && dispatchStep === step) ||
      (kind === 'network.answered' && data?.step === step),
  );
  return { status: isLost ? 'failed' : 'expired' };
}

function ended(deps: CallbackDeps, story: Story, told: StoryEvent): Callback[] {
  const ending = endings[told.kind] as (typeof endings)[string];
  const isRejected = told.data?.reason === deps.rejectedBySubscriber;
  const last = lastStepOf(story);
  const status = isRejected ? 'user_rejected' : ending.step;
  const body = {
    request_id: story.requestId,
    submitted_at: story.submittedAt.toISOString(),
    status: ending.summary,
    type: 'summary',
    channel_timeout: timeoutOf(story),
    workflow: story.channels.map(({ channel }, step) => ({
      channel: wireChannel(channel),
      ...stepSummary(story, step, { last, status, reason: ending.reason }),
    })),
    price: story.price,
    finalized_at: told.at.toISOString(),
    ...referenceOf(story),
  };
  return [
    finished(story, { step: last, at: told.at, status }),
    { type: 'summary', status: ending.summary, body },
  ];
}

function stepSummary(
  story: Story,
  step: number,
  end: { last: number; status: string; reason: string | undefined },
): Record<string, string> {
  const initiatedAt = beganAt(story, step)?.toISOString();
  if (step > end.last || initiatedAt === undefined) return { status: 'unused' };
  if (step < end.last) return { initiated_at: initiatedAt, ...outcomeOf(story, step) };
  const reason = end.reason !== undefined && { reason: end.reason };
  return { initiated_at: initiatedAt, status: end.status, ...reason };
}

function beganAt({ submittedAt, events }: Story, step: number): Date | undefined {
  if (step === 0) return submittedAt;
  return events.find(({ kind, data }) => kind === 'step.started' && data?.step === step)?.at;
}

function lastStepOf({ events }: Story): number {
  const steps = events
    .filter(({ kind }) => kind === 'step.started')
    .map(({ data }) => Number(data?.step));
  return Math.max(0, ...steps);
}

/** That of the channels which have one of their own: the last channel is one whenever any is. */
function timeoutOf({ channels }: Story): number {
  return channels.at(-1)?.waitSeconds ?? 0;
}

function referenceOf({ clientRef }: Story): { client_ref?: string } {
  return clientRef === null ? {} : { client_ref: clientRef };
}

/** `silent-auth` is `silent_auth` on the wire. */
function wireChannel(channel: string): string {
  return channel.replaceAll('-', '_');
}
