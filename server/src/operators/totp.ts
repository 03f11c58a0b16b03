/** TOTP (RFC 6238) for operators: six digits, the current and the previous step (docs/security.md). */
import { generateSecret, generateURI, verify } from 'otplib';

const stepSeconds = 30;

export function newTotpSeed(): string {
  return generateSecret();
}

export function totpUri(request: { seed: string; email: string }): string {
  return generateURI({ issuer: 'Countersign', label: request.email, secret: request.seed });
}

/** The time step the code belongs to, or nothing when it does not match. */
export async function findTotpStep(request: {
  seed: string;
  code: string;
  epochSeconds: number;
}): Promise<number | undefined> {
  // Anything but six ASCII digits would make the library throw instead of answering no.
  if (!/^[0-9]{6}$/.test(request.code)) return undefined;
  const result = await verify({
    secret: request.seed,
    token: request.code,
    epoch: request.epochSeconds,
    epochTolerance: [stepSeconds, 0],
  });
  if (!result.valid) return undefined;
  return Math.floor(request.epochSeconds / stepSeconds) + result.delta;
}
