/** An operator of the console, as the tests sign in: by the one-time link of the first run. */
import { type Answer, type HttpClient, type Json, openHttpClient } from './http.ts';
import { InvalidRun } from './invalid-run.ts';
import type { RunningServer } from './rig.ts';

export interface Console {
  readonly http: HttpClient;
  /** Header fields. */
  readonly session: Readonly<Record<string, string>>;
  send(method: string, path: string, body?: Json): Promise<Answer>;
}

/** Header fields of a session. */
export function signIn(server: RunningServer): Promise<Record<string, string>> {
  return signInBy(server.baseUrl, server.sandbox.consoleUrl);
}

/** By a one-time link. */
export async function signInBy(baseUrl: string, link: string): Promise<Record<string, string>> {
  const token = new URL(link).hash.replace(/^#(token=)?/, '');
  const answer = await fetch(`${baseUrl}/admin/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const { csrf } = (await answer.json()) as { csrf?: string };
  const [cookie] = answer.headers.getSetCookie();
  if (!cookie || !csrf) throw new InvalidRun(`The one-time link did not work: ${answer.status}`);
  return { cookie: cookie.split(';')[0] as string, 'x-countersign-csrf': csrf };
}

export async function openConsole(server: RunningServer): Promise<Console> {
  const session = await signIn(server);
  const http = openHttpClient(server.baseUrl);
  return {
    http,
    session,
    send: (method, path, body) =>
      http.send({
        method,
        path: `/admin${path}`,
        headers: { ...session, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
  };
}
