/**
 * Why somebody gets no code: what holds messages to one address back at this moment, and what did
 * within the last week, in plain words with what to do. It asks the same rows the senders ask and
 * decides nothing. A request that was refused leaves no row of its own: this is where its cause is
 * found afterwards. Never answers the whole number.
 */
import type { Application } from '../applications/application.ts';
import { isOptedOut, type Standing, wholeApplication } from '../consent/consent.ts';
import { listStandings, type NumberStanding } from '../consent/list-standings.ts';
import type { Database } from '../db/client.ts';
import { listSpending } from '../fraud/describe-budgets.ts';
import { isAllowed } from '../fraud/judge.ts';
import { type BlockView, listBlocks } from '../fraud/list-blocks.ts';
import { numberMac } from '../fraud/number-mac.ts';
import { parseAmount } from '../kernel/money.ts';
import { normalisePhoneNumber, type PhoneNumber } from '../kernel/phone-number.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { lanes } from '../verification/verification.ts';
import { type AddressHold, hold } from './address-hold.ts';
import { findAddressHolds } from './address-store.ts';

export interface ExplainedAddress {
  readonly maskedAddress: string;
  /** ISO 3166 alpha-2; null for an email address and for what is no number. */
  readonly country: string | null;
  /** What holds now first. */
  readonly holds: readonly AddressHold[];
  /** The verification that is live for it. */
  readonly verificationId: string | null;
}

export interface ExplainAddressDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  /** Sandbox numbers that are refused on purpose. @throws PlatformError */
  readonly refuseMagicNumber: (e164: string) => void;
  /** The channel a code goes by when nobody says otherwise. */
  readonly textChannel: string;
  /** Price of one message part in units of kernel/money.ts. */
  readonly priceOf: (part: {
    readonly settings: Application['settings'];
    readonly channel: string;
    readonly country: string | null;
  }) => number;
}

export interface ExplainAddressRequest {
  readonly application: Application;
  /** In any spelling with its country code, or an email address. */
  readonly address: string;
}

const standingsMost = 20;

export async function explainAddress(
  deps: ExplainAddressDeps,
  { application, address }: ExplainAddressRequest,
): Promise<ExplainedAddress> {
  const retired = application.retiredAt ? [hold('retired')] : [];
  if (address.includes('@')) {
    const email = address.trim().toLowerCase();
    const { holds, verificationId } = await holdsOfAddress(deps, application, email);
    return answer({ address: email, country: null, verificationId }, [...retired, ...holds]);
  }
  const normalised = normalisePhoneNumber(address, {
    acceptPossible: application.kind === 'sandbox',
  });
  if (normalised.kind !== 'ok') {
    const cause = normalised.kind === 'invalid' ? 'not-a-number' : 'number-type';
    return answer({ address, country: null, verificationId: null }, [hold(cause)]);
  }
  const { number } = normalised;
  const { holds, verificationId } = await holdsOfAddress(deps, application, number.e164);
  const found = [
    ...retired,
    ...holdsOfNumber(deps, application, number),
    ...(await optOuts(deps, application, number)),
    ...holds,
    ...(await blocks(deps, application, number)),
    ...(await money(deps, application, number)),
  ];
  return answer({ address: number.e164, country: number.country, verificationId }, found);
}

function answer(
  known: { address: string; country: string | null; verificationId: string | null },
  holds: readonly AddressHold[],
): ExplainedAddress {
  const { address, country, verificationId } = known;
  return {
    maskedAddress: maskAddress(address.replaceAll(/[^0-9a-z@.+_-]/gi, '')),
    country,
    holds: holds.toSorted((left, right) => Number(left.isOver) - Number(right.isOver)),
    verificationId,
  };
}

function holdsOfNumber(
  deps: ExplainAddressDeps,
  { kind, settings }: Application,
  { country, e164 }: PhoneNumber,
): AddressHold[] {
  const isForeign = settings.countries !== null && !settings.countries.includes(country);
  return [
    ...(isForeign ? [hold('country')] : []),
    ...(kind === 'sandbox' && isRefused(deps, e164) ? [hold('refused-on-purpose')] : []),
  ];
}

function isRefused({ refuseMagicNumber }: ExplainAddressDeps, e164: string): boolean {
  try {
    refuseMagicNumber(e164);
    return false;
  } catch {
    return true;
  }
}

async function optOuts(
  { db, keyRing }: ExplainAddressDeps,
  { id }: Application,
  { e164 }: PhoneNumber,
): Promise<AddressHold[]> {
  const query = { applicationId: id, address: e164, limit: standingsMost };
  const { items } = await listStandings({ db, keyRing }, query);
  const all = items.find(({ sender }) => sender === wholeApplication);
  const senders = items.filter((item) => item !== all);
  if (all?.isOptedOut) {
    // A later word to one sender goes before that to all of them.
    const open = senders.filter((own) => !isOptedOut(toStanding(own), toStanding(all)));
    return [optOutOfAll(open.map(({ sender }) => sender))];
  }
  return senders
    .filter((own) => own.isOptedOut)
    .map(({ sender }) =>
      hold('opted-out', {
        meaning: `The person has opted out of ${sender}.`,
        advice: `Send from another sender or another way, or ask them to text START to ${sender}.`,
      }),
    );
}

function optOutOfAll(open: readonly string[]): AddressHold {
  const but = open.length > 0 ? ` but ${open.join(' and ')}` : '';
  return hold('opted-out', {
    meaning: `The person has opted out of every sender of this application${but}.`,
    advice: 'Send another way, or ask them to text START to the sender.',
  });
}

function toStanding({ isOptedOut: isActive, optedInAt, optedOutAt }: NumberStanding): Standing {
  return {
    isActive,
    optedOutAt: optedOutAt?.getTime() ?? null,
    optedInAt: optedInAt?.getTime() ?? null,
  };
}

async function holdsOfAddress(
  { db, keyRing }: ExplainAddressDeps,
  { id }: Application,
  address: string,
): Promise<{ holds: AddressHold[]; verificationId: string | null }> {
  const rows = await findAddressHolds(db, id, keyRing.mac('address', address));
  const locked = rows.find((row) => row.locked_until !== null);
  const full = rows.find((row) => row.window_ends_at !== null);
  // Messages with the caller's own code replace each other; a verification has its turn alone.
  const live = rows.find((row) => row.lane === lanes.verification && row.verification_id !== null);
  return {
    holds: [
      ...(locked ? [hold('locked', { until: locked.locked_until })] : []),
      ...(full ? [hold('too-many-messages', { until: full.window_ends_at })] : []),
      ...(live ? [hold('running', { until: live.ends_at })] : []),
    ],
    verificationId: live?.verification_id ?? null,
  };
}

async function blocks(
  { db, keyRing }: ExplainAddressDeps,
  { id, settings }: Application,
  { country, e164, prefix }: PhoneNumber,
): Promise<AddressHold[]> {
  const { pumping } = settings;
  const allowing = { numberMac: (address: string) => numberMac(keyRing, address) };
  if (isAllowed(allowing, pumping, { country, prefix, address: e164 })) return [];
  const holdsBack = ({ rule }: BlockView) => {
    const action = pumping[rule as keyof Pick<typeof pumping, 'prefix'>]?.action;
    return action !== 'off' && action !== 'record';
  };
  return (await listBlocks({ db }, id))
    .filter(({ scope, key }) => key === (scope === 'country' ? country : prefix))
    .filter((block) => !block.isActive || holdsBack(block))
    .map((block) => blockHold(block));
}

function blockHold({ isActive, scope, until }: BlockView): AddressHold {
  const [what, is, was] =
    scope === 'country'
      ? ['Its country', 'is', 'was']
      : ['The ten thousand numbers around it', 'are', 'were'];
  if (isActive)
    return hold('blocked', { until, meaning: `${what} ${is} blocked against pumping.` });
  return hold('blocked', {
    until,
    isOver: true,
    meaning: `${what} ${was} blocked against pumping.`,
    advice: 'It holds nothing back any more: the person may ask for a code again.',
  });
}

async function money(
  { db, priceOf, textChannel }: ExplainAddressDeps,
  application: Application,
  { country }: PhoneNumber,
): Promise<AddressHold[]> {
  const { settings } = application;
  const price = priceOf({ settings, channel: textChannel, country });
  const spent = await listSpending(db, application);
  const reached = spent.filter(
    ({ cap, spent: units }) => cap !== null && parseAmount(units) + price > parseAmount(cap),
  );
  const isShort =
    application.kind === 'live' &&
    parseAmount(application.balance) + parseAmount(application.credit) < price;
  return [
    ...reached.map(({ window, endsAt }) =>
      hold('spend-cap', {
        until: endsAt,
        meaning: `The application has spent what it may in ${window === 'hour' ? 'an hour' : 'a day'}.`,
      }),
    ),
    ...(isShort ? [hold('balance')] : []),
  ];
}
