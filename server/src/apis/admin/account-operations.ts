/** One's own account: passkeys, password, TOTP, profile, sessions. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { beginPasskeyEnrolment } from '../../operators/begin-passkey-enrolment.ts';
import { beginTotpEnrolment } from '../../operators/begin-totp-enrolment.ts';
import { confirmPasskeyEnrolment } from '../../operators/confirm-passkey-enrolment.ts';
import { confirmTotpEnrolment } from '../../operators/confirm-totp-enrolment.ts';
import { listOwnPasskeys } from '../../operators/list-own-passkeys.ts';
import { listOwnSessions, revokeSession } from '../../operators/own-sessions.ts';
import { removePasskey } from '../../operators/remove-passkey.ts';
import { removePassword } from '../../operators/remove-password.ts';
import { setPassword } from '../../operators/set-password.ts';
import { updateOwnProfile } from '../../operators/update-own-profile.ts';
import { clientOf } from './client.ts';
import { operation } from './operation.ts';
import * as schema from './schemas.ts';
import { ownSessionView } from './views.ts';

const passkeyOperations = [
  operation(
    {
      name: 'listPasskeys',
      method: 'GET',
      path: '/admin/account/passkeys',
      summary: 'Own passkeys',
      access: 'signed-in',
      answer: schema.PasskeyList,
    },
    async (call) => {
      const passkeys = await listOwnPasskeys(call.deps.operators, { signedIn: call.signedIn });
      return {
        items: passkeys.map(({ id, name, isBackedUp, createdAt, lastUsedAt }) => ({
          id,
          name,
          isBackedUp,
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
        })),
      };
    },
  ),
  operation(
    {
      name: 'beginPasskeyEnrolment',
      method: 'POST',
      path: '/admin/account/passkeys/options',
      summary: 'Options for adding a passkey',
      access: 'signed-in',
      answer: schema.PasskeyCreationOptions,
    },
    async (call) => ({
      ...(await beginPasskeyEnrolment(call.deps.operators, {
        signedIn: call.signedIn,
        client: clientOf(call.request),
      })),
    }),
  ),
  operation(
    {
      name: 'confirmPasskeyEnrolment',
      method: 'POST',
      path: '/admin/account/passkeys',
      summary: 'Add a passkey',
      access: 'signed-in',
      body: schema.PasskeyEnrolment,
      answer: schema.Done,
    },
    async (call) => {
      await confirmPasskeyEnrolment(call.deps.operators, {
        signedIn: call.signedIn,
        name: call.body.name,
        // The schema checked the outer form; the WebAuthn library judges the rest.
        response: call.body.response as unknown as RegistrationResponseJSON,
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'removePasskey',
      method: 'DELETE',
      path: '/admin/account/passkeys/:passkeyId',
      summary: 'Remove a passkey; never the last way in',
      access: 'signed-in',
      params: schema.PasskeyParams,
      answer: schema.Done,
    },
    async (call) => {
      const passkeyId = Number(call.params.passkeyId);
      await removePasskey(call.deps.operators, { signedIn: call.signedIn, passkeyId });
      return { done: true };
    },
  ),
];

const passwordOperations = [
  operation(
    {
      name: 'setPassword',
      method: 'PUT',
      path: '/admin/account/password',
      summary: 'Set the password; it signs in only together with TOTP',
      access: 'signed-in',
      body: schema.PasswordChange,
      answer: schema.Done,
    },
    async (call) => {
      const { password } = call.body;
      await setPassword(call.deps.operators, { signedIn: call.signedIn, password });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'removePassword',
      method: 'DELETE',
      path: '/admin/account/password',
      summary: 'Remove password and TOTP; never the last way in',
      access: 'signed-in',
      answer: schema.Done,
    },
    async (call) => {
      await removePassword(call.deps.operators, { signedIn: call.signedIn });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'beginTotpEnrolment',
      method: 'POST',
      path: '/admin/account/totp',
      summary: 'A fresh TOTP seed, shown this once',
      access: 'signed-in',
      answer: schema.TotpEnrolment,
    },
    (call) => beginTotpEnrolment(call.deps.operators, { signedIn: call.signedIn }),
  ),
  operation(
    {
      name: 'confirmTotpEnrolment',
      method: 'POST',
      path: '/admin/account/totp/confirm',
      summary: 'Confirm the seed with a code of it',
      access: 'signed-in',
      body: schema.TotpConfirmation,
      answer: schema.Done,
    },
    async (call) => {
      const { code } = call.body;
      await confirmTotpEnrolment(call.deps.operators, { signedIn: call.signedIn, code });
      return { done: true };
    },
  ),
];

const profileOperations = [
  operation(
    {
      name: 'updateProfile',
      method: 'PUT',
      path: '/admin/account/profile',
      summary: 'Change own name and email',
      access: 'signed-in',
      body: schema.ProfileChange,
      answer: schema.Done,
    },
    async (call) => {
      await updateOwnProfile(call.deps.operators, { signedIn: call.signedIn, ...call.body });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'listSessions',
      method: 'GET',
      path: '/admin/account/sessions',
      summary: 'Own live sessions',
      access: 'signed-in',
      answer: schema.OwnSessionList,
    },
    async (call) => {
      const sessions = await listOwnSessions(call.deps.operators, { signedIn: call.signedIn });
      const currentId = call.signedIn.session.id;
      return { items: sessions.map((session) => ownSessionView(session, currentId)) };
    },
  ),
  operation(
    {
      name: 'revokeSession',
      method: 'DELETE',
      path: '/admin/account/sessions/:sessionId',
      summary: 'End one of the own sessions',
      access: 'signed-in',
      params: schema.SessionParams,
      answer: schema.Done,
    },
    async (call) => {
      const sessionId = Number(call.params.sessionId);
      await revokeSession(call.deps.operators, { signedIn: call.signedIn, sessionId });
      return { done: true };
    },
  ),
];

export const accountOperations = [
  ...passkeyOperations,
  ...passwordOperations,
  ...profileOperations,
];
