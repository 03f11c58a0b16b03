/** Signing in and out, and who one is. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { assert } from '../../kernel/assert.ts';
import { authenticateSession } from '../../operators/authenticate-session.ts';
import { beginPasskeySignIn } from '../../operators/begin-passkey-sign-in.ts';
import type { OpenedSession } from '../../operators/operator.ts';
import { signInWithLink } from '../../operators/sign-in-with-link.ts';
import { signInWithPasskey } from '../../operators/sign-in-with-passkey.ts';
import { signInWithPassword } from '../../operators/sign-in-with-password.ts';
import { signOut } from '../../operators/sign-out.ts';
import { clientOf } from './client.ts';
import { type AdminDeps, operation } from './operation.ts';
import * as schema from './schemas.ts';
import { sessionView } from './views.ts';

type SessionAnswer = schema.View<typeof schema.SessionView>;

export const signInOperations = [
  operation(
    {
      name: 'signInWithLink',
      method: 'POST',
      path: '/admin/sign-in/link',
      summary: 'Begin a session with a one-time link',
      access: 'anyone',
      body: schema.LinkSignIn,
      answer: schema.SessionView,
    },
    async (call) => {
      const opened = await signInWithLink(call.deps.operators, {
        token: call.body.token,
        client: clientOf(call.request),
        previousToken: call.sessionToken,
      });
      call.setSession(opened.token);
      return describe(call.deps, opened);
    },
  ),
  operation(
    {
      name: 'beginPasskeySignIn',
      method: 'POST',
      path: '/admin/sign-in/passkey/options',
      summary: 'Options for a sign-in by passkey',
      access: 'anyone',
      answer: schema.PasskeyRequestOptions,
    },
    async (call) => ({
      ...(await beginPasskeySignIn(call.deps.operators, { client: clientOf(call.request) })),
    }),
  ),
  operation(
    {
      name: 'signInWithPasskey',
      method: 'POST',
      path: '/admin/sign-in/passkey',
      summary: 'Begin a session with a passkey',
      access: 'anyone',
      body: schema.PasskeyAssertion,
      answer: schema.SessionView,
    },
    async (call) => {
      const opened = await signInWithPasskey(call.deps.operators, {
        // The schema checked the outer form; the WebAuthn library judges the rest.
        response: call.body as unknown as AuthenticationResponseJSON,
        client: clientOf(call.request),
        previousToken: call.sessionToken,
      });
      call.setSession(opened.token);
      return describe(call.deps, opened);
    },
  ),
  operation(
    {
      name: 'signInWithPassword',
      method: 'POST',
      path: '/admin/sign-in/password',
      summary: 'Begin a session with password and TOTP',
      access: 'anyone',
      body: schema.PasswordSignIn,
      answer: schema.SessionView,
    },
    async (call) => {
      const opened = await signInWithPassword(call.deps.operators, {
        ...call.body,
        client: clientOf(call.request),
        previousToken: call.sessionToken,
      });
      call.setSession(opened.token);
      return describe(call.deps, opened);
    },
  ),
  operation(
    {
      name: 'getSession',
      method: 'GET',
      path: '/admin/session',
      summary: 'Who is signed in, what they may do, and the CSRF value',
      access: 'signed-in',
      answer: schema.SessionView,
    },
    (call) =>
      sessionView(call.signedIn, {
        token: call.sessionToken ?? '',
        baseUrl: call.deps.operators.baseUrl(),
      }),
  ),
  operation(
    {
      name: 'signOut',
      method: 'DELETE',
      path: '/admin/session',
      summary: 'End this session',
      access: 'signed-in',
      answer: schema.Done,
    },
    async (call) => {
      await signOut(call.deps.operators, { signedIn: call.signedIn });
      call.setSession(null);
      return { done: true };
    },
  ),
];

async function describe(deps: AdminDeps, opened: OpenedSession): Promise<SessionAnswer> {
  const signedIn = await authenticateSession(deps.operators, {
    token: opened.token,
    isActivity: false,
  });
  assert(signedIn, 'a session just opened is live');
  return sessionView(signedIn, { token: opened.token, baseUrl: deps.operators.baseUrl() });
}
