/** Challenges on hosted pages: made, read, and their results confirmed. */
import { type Static, Type } from 'typebox';
import type { Challenge } from '../../challenges/challenge.ts';
import { textChannelOf } from '../../quality/count-hours.ts';
import { answer, input, Nullable, oneOf, Text, Timestamp } from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { isoOrNull, Uuid } from './parts.ts';
import { Refusal } from './refusal.ts';
import { limited } from './verification-outcomes.ts';

const tag = 'Challenges';
const access = 'application';
const all = '/v1/challenges';
const one = `${all}/:challenge_id` as const;

const Params = input({ challenge_id: Uuid });
const Subject = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Your own name for the person; the result is good for nobody else.',
});
const Purpose = Type.String({
  pattern: '^[A-Za-z0-9._:-]{1,60}$',
  description: 'What it is asked for, e.g. `sign-in`; the result is good for nothing else.',
});

const CreateBody = input(
  {
    to: Type.String({ minLength: 3, maxLength: 254 }),
    subject: Subject,
    purpose: Purpose,
    brand: Type.String({ minLength: 1, maxLength: 40 }),
    return_url: Type.String({ minLength: 8, maxLength: 500 }),
    channels: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z][a-z-]{0,31}$' }), {
        minItems: 1,
        maxItems: 5,
        uniqueItems: true,
        description: 'The first is used; the person may choose the others. `sms` when absent.',
      }),
    ),
    country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$' })),
    locale: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$' })),
    state: Type.Optional(Text(500)),
    client_address: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f.:]{2,45}$' })),
    challenge_passed: Type.Optional(Type.Boolean()),
  },
  'CreateChallenge',
);

const ConfirmBody = input(
  {
    result: Type.String({ minLength: 1, maxLength: 200, description: 'As the person brought it.' }),
    subject: Subject,
    purpose: Purpose,
  },
  'ConfirmChallenge',
);

const facts = {
  id: Uuid,
  verification_id: Uuid,
  status: oneOf(['open', 'passed', 'cancelled', 'expired'], 'ChallengeStatus'),
  subject: Type.String(),
  purpose: Type.String(),
  created_at: Timestamp,
  expires_at: Timestamp,
  passed_at: Nullable(Timestamp),
  confirmed_at: Nullable(Timestamp),
};
const ChallengeView = answer('Challenge', facts);
const CreatedChallenge = answer('CreatedChallenge', {
  ...facts,
  url: Type.String({ description: 'Send the person here. Whoever has it can answer.' }),
});

export const challengeOperations = [
  operation(
    {
      operationId: 'createChallenge',
      tag,
      method: 'POST',
      path: all,
      summary: 'Send a code and get the address of a page on which it is typed',
      access,
      body: CreateBody,
      status: 201,
      answer: CreatedChallenge,
      errors: ['conflict', 'unroutable', 'barred', 'quota_exceeded', 'opted_out'],
    },
    async ({ core, application, body }) => {
      const outcome = await core.challenges.create({
        application,
        to: body.to,
        subject: body.subject,
        purpose: body.purpose,
        brand: body.brand,
        returnUrl: body.return_url,
        channels: body.channels ?? [textChannelOf(core.channels)],
        ...(body.country !== undefined && { country: body.country.toUpperCase() }),
        ...(body.locale !== undefined && { locale: body.locale }),
        ...(body.state !== undefined && { state: body.state }),
        ...(body.client_address !== undefined && { clientAddress: body.client_address }),
        ...(body.challenge_passed !== undefined && { isChallengePassed: body.challenge_passed }),
      });
      if (outcome.kind === 'concurrent') {
        const detail = { parameter: 'to', reason: 'a verification of this address is running' };
        const members = { verification_id: outcome.verificationId };
        throw new Refusal('conflict', detail, { members });
      }
      if (outcome.kind !== 'created') throw limited(outcome.kind, outcome.retryAfterSeconds);
      const url = `${core.baseUrl}/c/${outcome.token}`;
      return { body: { ...encodeChallenge(outcome.challenge), url } };
    },
  ),
  operation(
    {
      operationId: 'getChallenge',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read a challenge',
      access,
      params: Params,
      status: 200,
      answer: ChallengeView,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const key = { applicationId: application.id, id: params.challenge_id };
      return { body: encodeChallenge(await core.challenges.read(key)) };
    },
  ),
  operation(
    {
      operationId: 'confirmChallenge',
      tag,
      method: 'POST',
      path: `${one}/confirm`,
      summary: 'Confirm the result a person came back with; once',
      description:
        'Ask this from your server before you believe the result. It must name the subject and the purpose the challenge was made for.',
      access,
      params: Params,
      body: ConfirmBody,
      status: 200,
      answer: ChallengeView,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params, body }) => {
      const key = { applicationId: application.id, id: params.challenge_id };
      return { body: encodeChallenge(await core.challenges.confirm({ ...key, ...body })) };
    },
  ),
];

function encodeChallenge(challenge: Challenge): Static<typeof ChallengeView> {
  return {
    id: challenge.id,
    verification_id: challenge.verificationId,
    status: challenge.status,
    subject: challenge.subject,
    purpose: challenge.purpose,
    created_at: challenge.createdAt.toISOString(),
    expires_at: challenge.expiresAt.toISOString(),
    passed_at: isoOrNull(challenge.passedAt),
    confirmed_at: isoOrNull(challenge.confirmedAt),
  };
}
