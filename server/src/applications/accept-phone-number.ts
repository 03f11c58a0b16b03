/** Decides whether an application may write to a phone number, in whatever spelling it came. */
import { PlatformError } from '../kernel/errors.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';
import type { Application } from './application.ts';

export interface AcceptedNumber {
  /** E.164 without plus. */
  readonly e164: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Without its last four digits. */
  readonly prefix: string;
}

export interface NumberRequest {
  readonly application: Application;
  readonly to: string;
  /** ISO 3166 alpha-2, completes a national number. */
  readonly country?: string | undefined;
}

export interface NumberDeps {
  /** Sandbox numbers that are refused on purpose. @throws PlatformError */
  readonly refuseMagicNumber: (e164: string) => void;
}

/** @throws PlatformError `invalid_parameter`, `unroutable` or what a magic number asks for. */
export function acceptPhoneNumber(deps: NumberDeps, request: NumberRequest): AcceptedNumber {
  const { kind, settings } = request.application;
  const isSandbox = kind === 'sandbox';
  const normalised = normalisePhoneNumber(request.to, {
    acceptPossible: isSandbox,
    country: request.country,
  });
  if (normalised.kind === 'invalid') {
    throw new PlatformError('invalid_parameter', { parameter: 'number' });
  }
  if (normalised.kind === 'refused-type') {
    throw new PlatformError('unroutable', { parameter: 'number', reason: normalised.type });
  }
  const { e164, country, prefix } = normalised.number;
  if (settings.countries && !settings.countries.includes(country)) {
    throw new PlatformError('unroutable', { parameter: 'number', reason: 'country' });
  }
  if (isSandbox) deps.refuseMagicNumber(e164);
  return { e164, country, prefix };
}
