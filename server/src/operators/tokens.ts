/** Bearer values of operators: 256 random bits, stored as their SHA-256 only. */
import { createHash, createHmac } from 'node:crypto';
import { randomBytes } from '../kernel/random.ts';

const tokenBytes = 32;

export function newToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * The value state-changing calls must repeat in a header. Derived from the session's own token, so
 * it needs no storage, and it tells nothing about the token.
 */
export function csrfOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('countersign/csrf').digest('base64url');
}
