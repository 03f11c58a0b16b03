/** From a start in the wire's words to one in the core's: steps, codes, senders and texts. */
import type { Application } from '../../applications/application.ts';
import type { StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import type { WorkflowStep } from '../../verification/workflows.ts';
import type { Call } from './serve.ts';
import {
  silentAuth,
  textMessage,
  textsBorrowedFrom,
  type WireChannel,
  type WireStart,
} from './wire.ts';

/** The third wrong code ends a request. */
const checksMax = 3;
/** Fixed by the vendor, whatever `channel_timeout` says. */
const silentAuthSeconds = 60;
/** Shortest life of a code the core knows. */
const codeLifeSecondsMin = 60;

export function planStart(
  { application }: Call,
  wire: WireStart,
  texts: ReadonlyMap<string, string>,
): StartRequest {
  const { brand, channels, clientRef, locale, code } = wire;
  const sender = senderOf(wire, application);
  const waits = channels.map((one) => waitOf(one, wire));
  return {
    application,
    dialect: 'vonage-verify-v2',
    lane: lanes.verification,
    to: channels[0]?.to ?? '',
    brand,
    ...(sender !== undefined && { sender }),
    ...(locale !== undefined && { locale }),
    workflow: channels.map((one, index) => ({
      ...stepOf(one, { sender, text: texts.get(textsBorrowedFrom[one.channel] ?? one.channel) }),
      waitSeconds: waits[index] as number,
      // The core finds out by itself that it is the address of the first one again.
      ...(index > 0 && { to: one.to, code: one.reusesCode ? 'same' : 'new' }),
      ...(index === channels.length - 1 && { endsVerification: true }),
    })),
    codeLength: wire.codeLength,
    ...(code !== undefined && { code }),
    codeLifeSeconds: Math.max(codeLifeSecondsMin, longestLife(channels, waits)),
    checksMax,
    ...(clientRef !== undefined && { reference: clientRef }),
    ...wire.client,
    ...(!wire.isFraudChecked && { isChallengePassed: true }),
    wantsEvents: application.wantsEvents || application.settings.verifyEvents.url !== null,
  };
}

function waitOf({ channel }: WireChannel, { channelTimeoutSeconds }: WireStart): number {
  return channel === silentAuth ? silentAuthSeconds : channelTimeoutSeconds;
}

function stepOf(
  { channel, from, options }: WireChannel,
  { sender, text }: { sender: string | undefined; text: string | undefined },
): Omit<WorkflowStep, 'waitSeconds'> {
  return {
    channel,
    ...(from !== undefined && from !== sender && { sender: from }),
    ...(text !== undefined && { template: { text, parameters: {} } }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}

/**
 * What text messages come from: the first `from` of one, else the brand where it can be a sender and
 * the application has not been given one.
 */
function senderOf({ channels, brand }: WireStart, { settings }: Application): string | undefined {
  const given = channels.find(({ channel, from }) => channel === textMessage && from !== undefined);
  if (given) return given.from;
  return settings.sender === senderDefault && /^[A-Za-z0-9]{3,11}$/.test(brand) ? brand : undefined;
}

const senderDefault = 'VERIFY';

/** A code lives as long as the channels that share it wait, at the most. */
function longestLife(channels: readonly WireChannel[], waits: readonly number[]): number {
  let [longest, shared] = [0, 0];
  channels.forEach((channel, index) => {
    const wait = waits[index] as number;
    shared = channel.reusesCode ? shared + wait : wait;
    longest = Math.max(longest, shared);
  });
  return longest;
}
