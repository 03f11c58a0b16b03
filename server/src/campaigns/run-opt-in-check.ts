/**
 * Checks the opt-in page of a campaign and keeps the result with it: the applicant sees what is
 * missing, the reviewer what was there and when.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { HttpClient } from '../kernel/http-client.ts';
import { checkOptInPage, type OptInPageCheck } from './check-opt-in-page.ts';
import { findCampaignRows, keepOptInCheck } from './store.ts';

export interface KeptOptInCheck extends OptInPageCheck {
  readonly checkedAt: Date;
}

export interface RunOptInCheckRequest {
  readonly applicationId: number;
  readonly campaignId: number;
  /** Where not told, the page the campaign names. */
  readonly url?: string;
  readonly allowedNetworks: readonly string[];
  readonly actor: string;
}

/** @throws PlatformError `not_found`, or `missing_parameter` when no page is known. */
export async function runOptInCheck(
  deps: { readonly db: Database; readonly httpClient: HttpClient },
  request: RunOptInCheckRequest,
): Promise<KeptOptInCheck> {
  const { applicationId, campaignId, allowedNetworks, actor } = request;
  const [row] = await findCampaignRows(deps.db, applicationId, campaignId);
  if (!row) throw new PlatformError('not_found');
  const url = request.url ?? row.details.optInUrl;
  if (!url) throw new PlatformError('missing_parameter', { parameter: 'url' });
  const campaign = { company: row.company, code: row.sender, details: row.details };
  // No transaction is open while a stranger's server thinks.
  const json = storable(await checkOptInPage(deps, { url, campaign, allowedNetworks }));
  const check = JSON.parse(json) as OptInPageCheck; // what was printed the line before
  return deps.db.transaction(async (tx) => {
    const [kept] = await keepOptInCheck(tx, { applicationId, campaignId, check: json });
    if (!kept) throw new PlatformError('not_found');
    await recordAudit(tx, {
      actor,
      action: 'campaign.opt-in-checked',
      applicationId,
      subject: String(campaignId),
      data: { outcome: check.outcome },
    });
    return { ...check, checkedAt: kept.checked_at };
  });
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair, and a foreign page may hold both. */
function storable(check: OptInPageCheck): string {
  return JSON.stringify(check, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  );
}
