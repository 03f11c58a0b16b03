/**
 * Signs the first operator in by the one-time link and gives it a password with TOTP: without a way
 * back in, the server lets nobody make a live application.
 */
import { createHmac } from 'node:crypto';
import type { OperatorSession } from './admin.ts';

export async function signInOperator(consoleUrl: string): Promise<OperatorSession> {
  const { origin, hash } = new URL(consoleUrl);
  const token = new URLSearchParams(hash.slice(1)).get('token');
  const signIn = await fetch(`${origin}/admin/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const { csrf } = await read<{ csrf: string }>(signIn);
  const cookie = signIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const session = { cookie, csrf };
  await call(origin, session, 'PUT', '/admin/account/password', {
    password: 'correct horse battery staple 42',
  });
  const { secret } = await call<{ secret: string }>(origin, session, 'POST', '/admin/account/totp');
  await call(origin, session, 'POST', '/admin/account/totp/confirm', { code: totp(secret) });
  return session;
}

async function call<Answer>(
  origin: string,
  { cookie, csrf }: OperatorSession,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { cookie, 'x-countersign-csrf': csrf, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return read(answer);
}

async function read<Answer>(answer: Response): Promise<Answer> {
  if (!answer.ok)
    throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer; // the admin API's types are generated and tested elsewhere
}

/** RFC 6238 with the usual six digits, 30 seconds and SHA-1. */
function totp(base32: string, atSeconds = Date.now() / 1_000): string {
  const bits = [...base32.replace(/[\s=]/g, '').toUpperCase()]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter))
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g)?.map((octet) => Number.parseInt(octet, 2)) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atSeconds / 30)));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const truncated = hash.readUInt32BE((hash.at(-1) ?? 0) & 0x0f) & 0x7fffffff;
  return String(truncated % 1_000_000).padStart(6, '0');
}
