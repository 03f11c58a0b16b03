/** Numbers of an application, the shared short codes they may come from, and the sender rules. */
import { PlatformError } from '../../kernel/errors.ts';
import type { NumberRegistration } from '../../numbers/number.ts';
import { checkSender, listSenderRules } from '../../numbers/sender-rules.ts';
import { actorOf } from '../../operators/operator.ts';
import * as schema from './campaigns-schemas.ts';
import { numberView, sharedShortCodeView } from './campaigns-views.ts';
import { findApplication, findManagedApplication, requireEnrolled } from './find-application.ts';
import { operation } from './operation.ts';
import { ApplicationParams, Done } from './schemas.ts';

const ownNumberOperations = [
  operation(
    {
      name: 'listNumbers',
      method: 'GET',
      path: '/admin/applications/:applicationId/numbers',
      summary: 'Numbers an application has, with the campaign on each and what the rules say',
      access: 'applications.read',
      params: ApplicationParams,
      answer: schema.NumberList,
    },
    async (call) => {
      const { id } = await findApplication(call.deps, call.params.applicationId);
      const numbers = await call.deps.core.numbers.list({ applicationId: id });
      return { items: numbers.map(numberView) };
    },
  ),
  operation(
    {
      name: 'addNumber',
      method: 'POST',
      path: '/admin/applications/:applicationId/numbers',
      summary: 'Give an application a number: a shared short code of the pool, or one of its own',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.NewNumber,
      answer: schema.NumberView,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      const actor = actorOf(call.signedIn.operator);
      return numberView(
        await call.deps.core.numbers.add({ ...call.body, applicationId: id, actor }),
      );
    },
  ),
  operation(
    {
      name: 'releaseNumber',
      method: 'DELETE',
      path: '/admin/applications/:applicationId/numbers/:numberId',
      summary: 'Give a number back; refused while a campaign is on it',
      access: 'applications.read',
      params: schema.NumberParams,
      answer: Done,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.numbers.release({
        applicationId: id,
        numberId: idOf(call.params.numberId),
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'recordNumberRegistration',
      method: 'PUT',
      path: '/admin/applications/:applicationId/numbers/:numberId/registration',
      summary: 'Write down what a registry said about a number',
      access: 'campaigns.review',
      params: schema.NumberParams,
      body: schema.NumberRegistrationChange,
      answer: schema.NumberView,
    },
    async (call) => {
      const { id, kind } = await findApplication(call.deps, call.params.applicationId);
      requireEnrolled(call.signedIn, kind);
      const { state, registryId = null, expiresAt = null } = call.body;
      const registration: NumberRegistration = {
        state,
        registryId,
        expiresAt: momentOf(expiresAt),
      };
      const number = await call.deps.core.numbers.recordRegistration({
        applicationId: id,
        numberId: idOf(call.params.numberId),
        registration,
        actor: actorOf(call.signedIn.operator),
      });
      return numberView(number);
    },
  ),
] as const;

const sharedOperations = [
  operation(
    {
      name: 'listSharedShortCodes',
      method: 'GET',
      path: '/admin/shared-short-codes',
      summary: 'Short codes that several applications may use',
      access: 'applications.read',
      answer: schema.SharedShortCodeList,
    },
    async (call) => ({
      items: (await call.deps.core.numbers.listShared()).map(sharedShortCodeView),
    }),
  ),
  operation(
    {
      name: 'addSharedShortCode',
      method: 'POST',
      path: '/admin/shared-short-codes',
      summary: 'Let applications of a kind use a short code',
      access: 'numbers.manage-shared',
      body: schema.NewSharedShortCode,
      answer: Done,
    },
    async (call) => {
      const actor = actorOf(call.signedIn.operator);
      await call.deps.core.numbers.addShared({ ...call.body, actor });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'removeSharedShortCode',
      method: 'DELETE',
      path: '/admin/shared-short-codes/:code',
      summary: 'Take a short code out of the pool; refused while an application has it',
      access: 'numbers.manage-shared',
      params: schema.SharedShortCodeParams,
      answer: Done,
    },
    async (call) => {
      const actor = actorOf(call.signedIn.operator);
      await call.deps.core.numbers.removeShared({ code: call.params.code, actor });
      return { done: true };
    },
  ),
] as const;

const ruleOperations = [
  operation(
    {
      name: 'listSenderRules',
      method: 'GET',
      path: '/admin/sender-rules',
      summary: 'Which senders each country’s carriers take',
      access: 'applications.read',
      answer: schema.SenderRules,
    },
    () => ({
      items: listSenderRules().map(({ country, rules }) => ({ country, rules: [...rules] })),
    }),
  ),
  operation(
    {
      name: 'checkSender',
      method: 'GET',
      path: '/admin/sender-rules/check',
      summary: 'Whether a sender of a kind may write to a country',
      access: 'applications.read',
      query: schema.SenderQuestion,
      answer: schema.SenderVerdict,
    },
    (call) => checkSender({ registration: 'none', ...call.query }),
  ),
] as const;

export const numberOperations = [...ownNumberOperations, ...sharedOperations, ...ruleOperations];

/** Ids are 32-bit in the database: a longer one names nothing. */
export function idOf(text: string): number {
  const id = Number(text);
  if (id > 2_147_483_647) throw new PlatformError('not_found');
  return id;
}

export function momentOf(text: string | null): Date | null {
  if (text === null) return null;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9999) {
    throw new PlatformError('invalid_parameter', { parameter: 'expiresAt' });
  }
  return moment;
}
