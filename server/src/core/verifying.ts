/** Wiring of what sends codes and messages, and of what checks them. */
import type { PriceList } from '../billing/price-list.ts';
import type { Channel } from '../channels/contract.ts';
import { refuseOptedOut } from '../consent/refuse-opted-out.ts';
import { createAdmitMessage } from '../fraud/admit-message.ts';
import type { FraudGuard } from '../fraud/guard.ts';
import { PlatformError } from '../kernel/errors.ts';
import { createSendMessage, type SendMessage } from '../messages/send-message.ts';
import { hasNetwork, refuseMagicNumber } from '../sandbox/magic-numbers.ts';
import {
  type AdvanceDue,
  createAdvanceDue,
  createTriggerNextStep,
  type TriggerNextStep,
} from '../verification/advance.ts';
import { type AnswerChoice, createAnswerChoice } from '../verification/answer-choice.ts';
import { type CancelVerification, createCancelVerification } from '../verification/cancel.ts';
import { type CheckVerification, createCheckVerification } from '../verification/check.ts';
import { createQuote } from '../verification/quote.ts';
import { createResendCode, type ResendCode } from '../verification/resend.ts';
import { createSilentAuth, type SilentAuth } from '../verification/silent-auth.ts';
import { createStartVerification, type StartVerification } from '../verification/start.ts';
import { lanes } from '../verification/verification.ts';
import type { Delivery } from './delivery.ts';
import type { CoreDeps } from './deps.ts';

export interface Verifying {
  readonly startVerification: StartVerification;
  readonly checkVerification: CheckVerification;
  readonly cancelVerification: CancelVerification;
  readonly triggerNextStep: TriggerNextStep;
  /** Sends the code again because the person asked. */
  readonly resendCode: ResendCode;
  /** The device's way to its network and back. */
  readonly silentAuth: SilentAuth;
  /** The subscriber taps a button of a message. */
  readonly answerChoice: AnswerChoice;
  /** Messages without a code. */
  readonly sendMessage: SendMessage;
}

export function createVerifying(
  deps: CoreDeps,
  parts: { readonly delivery: Delivery; readonly guard: FraudGuard; readonly prices: PriceList },
): Verifying & { readonly advanceDue: AdvanceDue } {
  const { hotDb, keyRing, clock, logger, metrics } = deps;
  const { delivery, guard, prices } = parts;
  const { channels, textChannel } = delivery;
  const { handOver } = delivery.dispatcher;
  const quote = createQuote({
    render: (name, message) => channelNamed(channels, name).render(message),
    priceOf: prices.priceOf,
  });
  const admit = createAdmitMessage({
    guard,
    priceOf: prices.priceOf,
    isPhoneChannel: (name) => channels.get(name)?.addressKind === 'phone-number',
  });
  const addressKindOf = (name: string) => channelNamed(channels, name).addressKind;
  const hasSender = (name: string) => name === textChannel;
  const shared = { db: hotDb, keyRing, clock, handOver };
  const start = createStartVerification({
    ...{ ...shared, addressKindOf, quote, refuseMagicNumber, admit },
    refuseOptedOut: (message) => refuseOptedOut(hotDb, message),
    hasSender,
  });
  const advanceDeps = { ...shared, logger, quote, admit };
  const check = createCheckVerification({ db: hotDb, keyRing, metrics });
  const checkVerification = tellingGuard(guard, check);
  const triggerNextStep = createTriggerNextStep(advanceDeps);
  const answering = { db: hotDb, keyRing, channels, checkVerification };
  return {
    async startVerification(request) {
      const outcome = await start(request);
      metrics.countStart(outcome.kind);
      return outcome;
    },
    checkVerification,
    cancelVerification: createCancelVerification({ db: hotDb }),
    triggerNextStep,
    silentAuth: createSilentAuth({ ...answering, clock, triggerNextStep, isCovered: hasNetwork }),
    answerChoice: createAnswerChoice(answering),
    advanceDue: createAdvanceDue(advanceDeps),
    resendCode: createResendCode({
      ...{ ...shared, quote, addressKindOf, admit, hasSender },
      asksForCode: (name) => channels.get(name)?.confirmedBy === 'code',
    }),
    sendMessage: createSendMessage({
      ...{ ...shared, priceOf: prices.priceOf, refuseMagicNumber, admit },
      channel: textChannel,
    }),
  };
}

/** Every right code, however it came, widens the budget of where it had been sent. */
function tellingGuard(guard: FraudGuard, check: CheckVerification): CheckVerification {
  return async (request) => {
    const outcome = await check(request);
    if (outcome.kind === 'verified') {
      const isOwnCode = request.lane === lanes.message;
      guard.noteVerified(request.application, outcome.destination, isOwnCode);
    }
    return outcome;
  };
}

function channelNamed(channels: ReadonlyMap<string, Channel>, name: string): Channel {
  const channel = channels.get(name);
  if (!channel) throw new PlatformError('invalid_parameter', { parameter: 'channel' });
  return channel;
}
