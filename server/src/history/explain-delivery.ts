/**
 * What became of a message in plain words, and what to do about it: one dictionary for the console,
 * its exports and the documentation. States and numbers are those of the classic delivery receipts
 * (https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts).
 */

export interface Explanation {
  /** One sentence: what happened. */
  readonly meaning: string;
  /** What the reader can do; empty when there is nothing to do. */
  readonly advice: string;
}

/** Numbers of delivery receipts (`err-code`). 0 is no error. */
const errorCodes: Readonly<Record<number, Explanation>> = {
  1: {
    meaning: 'The carrier gave no reason.',
    advice: 'Send it again; if it fails again, send it another way.',
  },
  2: {
    meaning: 'The phone was switched off or out of reach.',
    advice: 'Another try may work. Ask the person to look at the phone’s reception.',
  },
  3: {
    meaning: 'The number is not in use any more.',
    advice: 'Ask the person for another number.',
  },
  4: {
    meaning: 'The person blocked messages from this sender.',
    advice: 'Ask them to allow it on the phone or with their carrier, or send it another way.',
  },
  5: {
    meaning: 'The number moved to another carrier and could not be followed.',
    advice: 'Try again later: a move takes up to a day.',
  },
  6: {
    meaning: 'The carrier took the message for spam.',
    advice: 'Check the sender and the text, and whether the sender is registered for this use.',
  },
  7: {
    meaning: 'The phone was busy.',
    advice: 'Nothing: the carrier tries again for a day or two.',
  },
  8: {
    meaning: 'The carrier’s network had a fault.',
    advice: 'Send it again; if many messages to this carrier fail, send them another way.',
  },
  9: {
    meaning: 'The number may not receive this message: most often the person has texted STOP.',
    advice: 'Send it another way, or ask the person to text START to the sender.',
  },
  10: {
    meaning: 'The carrier refused the text or the sender.',
    advice: 'Check both for what the country’s rules forbid.',
  },
  11: {
    meaning: 'No route leads to this number.',
    advice: 'Check the number for a typing mistake; send it another way.',
  },
  12: {
    meaning: 'The number cannot be reached.',
    advice: 'Check it for a typing mistake.',
  },
  13: {
    meaning: 'The person’s contract has an age limit that forbids this message.',
    advice: 'Send it another way.',
  },
  14: {
    meaning: 'The carrier does not let short codes write to this number.',
    advice: 'Ask the person to have it allowed by their carrier, or send it another way.',
  },
  15: {
    meaning: 'The prepaid balance of the phone is too small.',
    advice: 'Send it another way.',
  },
  50: {
    meaning: 'A filter refused it: the sending company is not registered.',
    advice: 'Register the company with the country’s registry.',
  },
  51: {
    meaning: 'A filter refused it: the sender is not registered.',
    advice: 'Register the sender with the country’s registry.',
  },
  52: {
    meaning: 'A filter refused it: the text fits no registered template.',
    advice: 'Register the template, or send exactly what is registered.',
  },
  53: {
    meaning: 'A filter refused it: the person’s consent is not on record.',
    advice: 'Ask for consent, then record it.',
  },
  54: {
    meaning: 'A rule of the country forbids it.',
    advice: 'Check the rules for the time of day, the sender and the text.',
  },
  99: {
    meaning: 'The carrier reported a fault without saying which.',
    advice: 'Send it again; if it fails again, send it another way.',
  },
};

const states: Readonly<Record<string, Explanation>> = {
  due: { meaning: 'It is about to be handed to a carrier.', advice: '' },
  sent: {
    meaning: 'The carrier has it and has reported nothing yet.',
    advice: 'Wait a moment: most receipts come within seconds, some never.',
  },
  accepted: { meaning: 'The carrier accepted it.', advice: '' },
  buffered: {
    meaning: 'The carrier is holding it: the phone may be switched off.',
    advice: 'Wait, or send it another way; the carrier keeps trying.',
  },
  delivered: { meaning: 'It reached the phone.', advice: '' },
  expired: {
    meaning: 'The carrier stopped trying: the phone was not reached in time.',
    advice: 'Send it again when the phone is on.',
  },
  failed: { meaning: 'It could not be delivered.', advice: 'Send it again or another way.' },
  rejected: {
    meaning: 'The carrier refused it.',
    advice: 'Check the sender and the text; send it another way.',
  },
  unknown: {
    meaning: 'The carrier’s answer is not understood.',
    advice: 'Ask the person whether it came.',
  },
  not_sent: { meaning: 'It was not sent.', advice: '' },
};

/** Carriers of the USA and Canada report on a short code's message as far as their own network. */
const carrierOnly: Explanation = {
  meaning: 'The carrier took it; from phones in the USA and Canada nothing is told of short codes.',
  advice: 'Only a conversion (the code was used) proves that it arrived.',
};

export interface DeliveryFacts {
  /** State of the dispatch, or status of one receipt. */
  readonly state: string;
  /** Number of the receipt; 0 and null are none. */
  readonly errorCode: number | null;
  /** Whether receipts end at the carrier (see endsAtCarrier). */
  readonly isCarrierOnly: boolean;
}

/** Intermediate receipts carry a number that means nothing yet. */
const intermediate: ReadonlySet<string> = new Set(['accepted', 'due', 'sent']);

/** Never throws: what it does not know it says in general words. */
export function explainDelivery(facts: DeliveryFacts): Explanation {
  const { state, errorCode, isCarrierOnly } = facts;
  if (state === 'delivered' && isCarrierOnly) return carrierOnly;
  if (errorCode && errorCode > 0 && !intermediate.has(state) && state !== 'delivered') {
    return (
      errorCodes[errorCode] ?? {
        meaning: `The carrier reported the number ${errorCode}, which is in no list of ours.`,
        advice: 'Ask the carrier what it means.',
      }
    );
  }
  return states[state] ?? { meaning: `The message is ${state}.`, advice: '' };
}

/** Of a receipt among the events of a verification; null when no carrier said anything of note. */
export function explainEvent(event: {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}): Explanation | null {
  const errorCode = event.data?.errorCode;
  if (!event.kind.startsWith('message.') || typeof errorCode !== 'number' || errorCode === 0) {
    return null;
  }
  const state = event.kind.slice('message.'.length);
  return explainDelivery({ state, errorCode, isCarrierOnly: false });
}

const receiptlessCountries: ReadonlySet<string> = new Set(['US', 'CA']);

/** Whether receipts of such a text come from the carrier only and say nothing about the phone. */
export function endsAtCarrier(text: {
  readonly sender: string;
  readonly country: string | null;
}): boolean {
  const isShortCode = /^[0-9]{3,8}$/.test(text.sender);
  return isShortCode && text.country !== null && receiptlessCountries.has(text.country);
}
