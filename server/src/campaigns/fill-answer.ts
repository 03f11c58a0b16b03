/** The campaign's own answer to HELP, STOP or START as it is sent: no caller is there to fill it in. */
import { PlatformError } from '../kernel/errors.ts';
import { expandPlainTemplate } from '../kernel/template.ts';

/** Undefined when it asks for more than the company. */
export function fillAnswer(text: string, company: string): string | undefined {
  try {
    return expandPlainTemplate(text, { company, brand: company }, {});
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}
