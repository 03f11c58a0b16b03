/**
 * The session cookie. `__Host-` binds it to this host over https; on plain http (a sandbox at home)
 * browsers refuse that prefix, so it has another name there.
 */
import type { IncomingHttpHeaders } from 'node:http';

const sessionLifeSeconds = 24 * 3600;

function cookieName(baseUrl: string): string {
  return baseUrl.startsWith('https:') ? '__Host-countersign' : 'countersign_session';
}

export function readSessionCookie(
  headers: IncomingHttpHeaders,
  baseUrl: string,
): string | undefined {
  const name = cookieName(baseUrl);
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

/** Null takes the cookie away. */
export function writeSessionCookie(token: string | null, baseUrl: string): string {
  const secure = baseUrl.startsWith('https:') ? '; Secure' : '';
  const life = token === null ? 0 : sessionLifeSeconds;
  return `${cookieName(baseUrl)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${life}${secure}`;
}
