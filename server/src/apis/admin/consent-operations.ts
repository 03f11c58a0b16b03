/** Who wants no messages from whom, the ledger that proves it, and changes on somebody's word. */
import { PlatformError } from '../../kernel/errors.ts';
import { actorOf } from '../../operators/operator.ts';
import type { ConsentLedgerEntry, ConsentStanding } from './consent-core.ts';
import * as schema from './consent-schemas.ts';
import { findApplication } from './find-application.ts';
import { operation } from './operation.ts';
import { pageSize } from './page.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams } from './schemas.ts';

export const consentOperations = [
  operation(
    {
      name: 'listOptOuts',
      method: 'GET',
      path: '/admin/applications/:applicationId/opt-outs',
      summary: 'How numbers stand with the application’s senders, the latest word first',
      access: 'consent.read',
      params: ApplicationParams,
      query: schema.StandingFilter,
      answer: schema.StandingPage,
    },
    async (call) => {
      const { id } = await findApplication(call.deps, call.params.applicationId);
      const { number, sender, state, before, limit } = call.query;
      const page = await call.deps.core.listStandings({
        applicationId: id,
        limit: pageSize(limit),
        ...(number !== undefined && { address: number }),
        ...(sender !== undefined && { sender }),
        ...(state !== undefined && { isOptedOut: state === 'opted_out' }),
        ...(before !== undefined && { before }),
      });
      return { items: page.items.map(standingView), next: page.next };
    },
  ),
  operation(
    {
      name: 'listConsentEntries',
      method: 'GET',
      path: '/admin/applications/:applicationId/consent-entries',
      summary: 'The ledger of consent with its evidence, newest first',
      access: 'consent.read',
      params: ApplicationParams,
      query: schema.EntryFilter,
      answer: schema.EntryPage,
    },
    async (call) => {
      const { id } = await findApplication(call.deps, call.params.applicationId);
      const { number, limit, ...filter } = call.query;
      const page = await call.deps.core.listConsentEntries({
        ...filter,
        applicationId: id,
        limit: pageSize(limit),
        ...(number !== undefined && { address: number }),
      });
      return { items: page.items.map(entryView), next: page.next };
    },
  ),
  operation(
    {
      name: 'setConsent',
      method: 'POST',
      path: '/admin/applications/:applicationId/consent-entries',
      summary: 'Opts a number in or out on the word of somebody who heard it',
      access: 'consent.manage',
      params: ApplicationParams,
      body: schema.ConsentChangeRequest,
      answer: schema.ConsentChanged,
    },
    async (call) => {
      const { id, retiredAt } = await findApplication(call.deps, call.params.applicationId);
      if (retiredAt) throw new PlatformError('conflict', { reason: 'retired' });
      const { change, text, page } = call.body;
      return call.deps.core.setConsent({
        applicationId: id,
        change,
        who: whoIn(call.body),
        evidence: { text, ...(page !== undefined && { page }) },
        actor: actorOf(call.signedIn.operator),
      });
    },
  ),
];

function whoIn({ standing, number, sender }: View<typeof schema.ConsentChangeRequest>) {
  if (standing !== undefined) return { standing };
  if (number === undefined) throw new PlatformError('missing_parameter', { parameter: 'number' });
  return { address: number, ...(sender !== undefined && { sender }) };
}

function standingView(standing: ConsentStanding): View<typeof schema.StandingView> {
  return {
    id: standing.id,
    maskedNumber: standing.maskedAddress,
    sender: standing.sender,
    isOptedOut: standing.isOptedOut,
    optedOutAt: standing.optedOutAt?.toISOString() ?? null,
    optedInAt: standing.optedInAt?.toISOString() ?? null,
  };
}

function entryView(entry: ConsentLedgerEntry): View<typeof schema.EntryView> {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    maskedNumber: entry.maskedAddress,
    sender: entry.sender,
    change: entry.change,
    source: entry.source,
    actor: entry.actor,
    text: entry.evidence.text ?? null,
    page: entry.evidence.page ?? null,
    clientAddress: entry.evidence.clientAddress ?? null,
  };
}
