import type { CampaignUse } from 'countersign/admin';
import { useWord } from './words.ts';

/** What is applied for: a use on a shared short code, or a campaign on a number that is there. */
export interface ApplySearch {
  readonly use?: CampaignUse;
  readonly number?: number;
}

export function readApplySearch(search: Record<string, unknown>): ApplySearch {
  const { use, number } = search;
  return {
    ...(typeof use === 'string' && Object.hasOwn(useWord, use) && { use: use as CampaignUse }),
    ...(Number.isInteger(Number(number)) && number !== undefined && { number: Number(number) }),
  };
}
