/**
 * The whole ledger as a file, newest first: a page of rows at a time, however long it is. Numbers are in
 * clear: it is the proof an application shows to somebody else.
 */
import { byteOrderMark, csvRow } from '../kernel/csv.ts';
import { type ConsentEntry, listConsentEntries } from './list-consent-entries.ts';
import type { ReadDeps } from './list-standings.ts';

const pageRows = 500;

const header = [
  'id',
  'at',
  'number',
  'sender',
  'campaign',
  'change',
  'source',
  'actor',
  'inbound message',
  'text',
  'page',
  'client address',
] as const;

export async function* exportConsent(
  deps: ReadDeps,
  request: { readonly applicationId: number; readonly address?: string },
): AsyncGenerator<string> {
  yield byteOrderMark + csvRow(header);
  let before: string | undefined;
  do {
    const page = await listConsentEntries(deps, {
      ...request,
      limit: pageRows,
      ...(before !== undefined && { before }),
    });
    yield page.items.map(toRow).join('');
    before = page.next ?? undefined;
  } while (before !== undefined);
}

function toRow(entry: ConsentEntry): string {
  const { evidence } = entry;
  return csvRow([
    entry.id,
    entry.at.toISOString(),
    entry.address,
    entry.sender,
    entry.campaignId,
    entry.change,
    entry.source,
    entry.actor,
    entry.inboundId,
    evidence.text ?? null,
    evidence.page ?? null,
    evidence.clientAddress ?? null,
  ]);
}
