/**
 * Judges a text before it is saved, for the person who writes it: how it comes out, whether it will be
 * taken, and what in it may be a mistake. It only reads.
 */
import { lintTemplate } from '../campaigns/template-lint.ts';
import type { LintFinding } from '../campaigns/template-rules.ts';
import type { Channel, RenderedMessage } from '../channels/contract.ts';
import { PlatformError } from '../kernel/errors.ts';
import { acceptLocale } from './template.ts';

export interface InspectFragmentRequest {
  readonly channel: string;
  readonly locale: string;
  readonly text: string;
  /** Who it is from in the sample. */
  readonly brand: string;
}

export interface FragmentInspection {
  /** As a person would receive it; null when it cannot be sent. */
  readonly sample: RenderedMessage | null;
  /** Why it would be refused. */
  readonly errors: readonly LintFinding[];
  /** May be meant. */
  readonly warnings: readonly LintFinding[];
}

const sampleCode = '123456';
const sampleLifeSeconds = 300;

/** Findings about what only a text message costs or does. */
const aboutTextMessages: ReadonlySet<string> = new Set([
  'outside-gsm-7',
  'ucs-2',
  'several-parts',
  'other-number',
  'retriever-length',
]);

/** @throws PlatformError `invalid_parameter` for the channel or the locale. */
export function inspectFragment(
  { channels }: { readonly channels: ReadonlyMap<string, Channel> },
  request: InspectFragmentRequest,
): FragmentInspection {
  const { text, brand } = request;
  const channel = channels.get(request.channel);
  if (channel?.confirmedBy !== 'code') {
    throw new PlatformError('invalid_parameter', { parameter: 'channel', reason: 'says no code' });
  }
  const locale = acceptLocale(request.locale);
  const lint = lintTemplate({ use: 'two-factor', text, company: brand });
  try {
    const sample = channel.render({
      code: sampleCode,
      brand,
      locale,
      expiresInSeconds: sampleLifeSeconds,
      template: { text, parameters: {} },
    });
    const isTextMessage = sample.encoding !== undefined;
    const warnings = lint.warnings.filter(
      ({ code }) => isTextMessage || !aboutTextMessages.has(code),
    );
    return { sample, errors: [], warnings };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'invalid_template') throw error;
    const errors = lint.errors.length > 0 ? lint.errors : [findingOf(error)];
    return { sample: null, errors, warnings: [] };
  }
}

/** What the linter of campaigns takes, whose parameters are the caller's to fill. */
function findingOf({ publicDetail: { parameter, reason } }: PlatformError): LintFinding {
  if (reason === 'has no value') {
    const message = `\${${parameter}} is unknown: there are \${code}, \${brand}, \${time-limit} and \${time-limit-unit}.`;
    return { code: 'unknown-parameter', message };
  }
  return { code: 'refused', message: `The text ${reason ?? 'cannot be sent'} (${parameter}).` };
}
