/** An operator is a person who signs in to the console; a session is one browser signed in. */
import type { Database, Queryable } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { OperatorRole } from './permissions.ts';

export interface Operator {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly createdAt: Date;
  readonly lastSignedInAt: Date | null;
  readonly disabledAt: Date | null;
  readonly passkeys: number;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
}

export type SignInMethod = 'link' | 'passkey' | 'password';

export interface OperatorSession {
  readonly id: number;
  readonly operatorId: number;
  readonly method: SignInMethod;
  readonly userAgent: string;
  readonly clientAddress: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** The browser a request came from, as far as a session list should show it. */
export interface Client {
  readonly userAgent: string;
  readonly address: string;
}

/** A session that was just opened; the token goes into the cookie and nowhere else. */
export interface OpenedSession {
  readonly token: string;
  readonly operatorId: number;
}

/** The operator behind a request, with the session the request came by. */
export interface SignedIn {
  readonly operator: Operator;
  readonly session: OperatorSession;
  /** Signed in a short while ago: enough to change credentials. */
  readonly isRecent: boolean;
}

/** What sealed values of an operator are bound to. */
export const operatorContexts = {
  password: (operatorId: number) => `operators/password/${operatorId}`,
  totp: (operatorId: number) => `operators/totp/${operatorId}`,
} as const;

export interface AuditFact {
  readonly actor: string;
  readonly action: string;
  readonly applicationId?: number;
  readonly subject?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface OperatorDeps {
  readonly db: Database;
  readonly keys: Pick<KeyRing, 'seal' | 'open' | 'mac'>;
  /** Where browsers reach this server, e.g. `http://localhost:8080`; passkeys are bound to it. */
  readonly baseUrl: () => string;
  readonly recordAudit: (tx: Queryable, fact: AuditFact) => Promise<void>;
}

/** Either way in is complete by itself: a passkey, or a password together with TOTP. */
export function hasEnrolled(operator: Operator): boolean {
  return operator.passkeys > 0 || (operator.hasPassword && operator.hasTotp);
}

/** The actor of an operator's own act in the audit. */
export function actorOf(operator: Pick<Operator, 'id'>): string {
  return `operator:${operator.id}`;
}
