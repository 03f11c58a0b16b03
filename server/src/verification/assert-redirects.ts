import { PlatformError } from '../kernel/errors.ts';
import type { WorkflowStep } from './workflows.ts';

/**
 * A device is sent to a step's `redirect_url` as it stands, whichever dialect it came by.
 * @throws PlatformError `invalid_parameter`
 */
export function assertRedirects(workflow: readonly WorkflowStep[]): void {
  for (const { options } of workflow) {
    const url = options?.redirect_url;
    if (url !== undefined && !isWebAddress(url)) {
      const reason = 'an address of the web, http or https, in ASCII';
      throw new PlatformError('invalid_parameter', { parameter: 'redirect_url', reason });
    }
  }
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[\x21-\x7e]{1,480}$/.test(text) && URL.canParse(text);
}
