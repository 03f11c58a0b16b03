/**
 * What verification hands to delivery: one dispatch, leased to this node and ready to be sent. The
 * same facts lie in the dispatch's row, from where any node takes it up when this one dies. Here
 * too: how the sealed facts of a verification are bound to it, as both sides open them.
 */
import { type ApplicationSettings, settingsInForce } from '../applications/application.ts';
import type { CodeMessage } from '../channels/contract.ts';
import { parseAmount } from '../kernel/money.ts';
import type { KeyRing } from '../kernel/secret-box.ts';

export interface ReadyDispatch {
  readonly applicationId: number;
  readonly applicationKind: 'sandbox' | 'live';
  readonly id: string;
  readonly verificationId: string;
  readonly step: number;
  readonly channel: string;
  readonly sender: string;
  /** How often it has been taken up, this time included. */
  readonly tries: number;
  /** Address in clear: E.164 without plus, or email. */
  readonly to: string;
  readonly code: string;
  readonly codeLifeSeconds: number;
  readonly codeLifeLeftSeconds: number;
  readonly brand: string;
  readonly locale: string;
  readonly payment?: CodeMessage['payment'];
  readonly template?: CodeMessage['template'];
  /** Price of one message part, units of kernel/money.ts; 0 when the message is paid already. */
  readonly unitPrice: number;
  /** Monotonic milliseconds (performance.now) after which another node may take it. */
  readonly leaseEndsAt: number;
}

/** A dispatch is leased for this long; a killed node delays a code by no more. */
export const dispatchLeaseSeconds = 15;

export function dispatchLeaseEnd(): number {
  return performance.now() + dispatchLeaseSeconds * 1000;
}

/**
 * Nothing is sent with less life left than this: the smaller of 60 s and a quarter of the code's
 * life (docs/security.md).
 */
export function lifeLeftToSendSeconds(codeLifeSeconds: number): number {
  return Math.min(60, codeLifeSeconds / 4);
}

/** Contexts of sealed values: a value moved to another verification or column does not open. */
export const contexts = {
  address: (verificationId: string) => `verifications.address:${verificationId}`,
  code: (verificationId: string) => `live_addresses.code:${verificationId}`,
  template: (verificationId: string) => `verifications.template:${verificationId}`,
  receiptsTo: (verificationId: string) => `verifications.receipts_to:${verificationId}`,
  checkedCode: (verificationId: string) => `verification_events.code:${verificationId}`,
} as const;

/** The columns of a verification and its application that a dispatch is made of. */
export interface StoredMessageFacts {
  application_id: number;
  application_kind: 'sandbox' | 'live';
  settings: Record<string, unknown>;
  verification_id: string;
  address_sealed: Buffer;
  brand: string;
  sender: string;
  locale: string;
  payment: { payee: string; amount: string; currency: string } | null;
  template_sealed: Buffer | null;
  code_life_seconds: number;
}

/** Opens what is stored and leases the dispatch to this node. */
export function readyDispatchFrom(
  keyRing: KeyRing,
  stored: StoredMessageFacts,
  dispatch: Pick<
    ReadyDispatch,
    'id' | 'step' | 'channel' | 'tries' | 'code' | 'codeLifeLeftSeconds'
  > & { readonly isPaid: boolean },
): ReadyDispatch {
  const { isPaid, ...facts } = dispatch;
  const id = stored.verification_id;
  const settings = settingsInForce(
    stored.application_kind,
    stored.settings as Partial<ApplicationSettings>,
  );
  const open = (sealed: Buffer, context: string) => keyRing.open(sealed, context).toString('utf8');
  return {
    ...facts,
    applicationId: stored.application_id,
    applicationKind: stored.application_kind,
    verificationId: id,
    sender: stored.sender,
    to: open(stored.address_sealed, contexts.address(id)),
    codeLifeSeconds: stored.code_life_seconds,
    brand: stored.brand,
    locale: stored.locale,
    ...(stored.payment && { payment: stored.payment }),
    ...(stored.template_sealed && {
      template: JSON.parse(open(stored.template_sealed, contexts.template(id))),
    }),
    unitPrice: isPaid ? 0 : parseAmount(settings.prices.message[facts.channel] ?? '0'),
    leaseEndsAt: dispatchLeaseEnd(),
  };
}
