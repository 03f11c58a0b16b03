/**
 * Judges a text before it is saved, for the person who writes it: how it comes out, whether it will be
 * taken, and what in it may be a mistake. It only reads.
 */
import { lintTemplate } from '../campaigns/template-lint.ts';
import type { LintFinding } from '../campaigns/template-rules.ts';
import type { Channel, RenderedMessage } from '../channels/contract.ts';
import { PlatformError } from '../kernel/errors.ts';
import { capacityOfSms, lengthOfSms } from '../kernel/sms-segments.ts';
import { acceptLocale } from './template.ts';

export interface InspectFragmentRequest {
  readonly channel: string;
  readonly locale: string;
  readonly text: string;
  /** Who it is from in the sample. */
  readonly brand: string;
  /** Host of the web site whose browsers shall fill the code in, e.g. `example.com`. */
  readonly originBound?: string;
}

export interface FragmentInspection {
  /** As a person would receive it; null when it cannot be sent. */
  readonly sample: RenderedMessage | null;
  /** Why it would be refused. */
  readonly errors: readonly LintFinding[];
  /** May be meant. */
  readonly warnings: readonly LintFinding[];
  /** Septets or UTF-16 units of a text message, and what as many parts hold; null elsewhere. */
  readonly size: { readonly length: number; readonly capacity: number } | null;
  /** The text with the line that binds the code to `originBound`; null where none is missing. */
  readonly withAutofill: string | null;
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
  'origin-invalid',
  'origin-line-missing',
]);

/** What is wished for the web site: the text can be sent without it. */
const aboutAutofill: ReadonlySet<string> = new Set(['origin-invalid', 'origin-line-missing']);

/** @throws PlatformError `invalid_parameter` for the channel or the locale. */
export function inspectFragment(
  { channels }: { readonly channels: ReadonlyMap<string, Channel> },
  request: InspectFragmentRequest,
): FragmentInspection {
  const { text, brand, originBound } = request;
  const channel = channels.get(request.channel);
  if (channel?.confirmedBy !== 'code') {
    throw new PlatformError('invalid_parameter', { parameter: 'channel', reason: 'says no code' });
  }
  const locale = acceptLocale(request.locale);
  const wish = originBound === undefined ? {} : { originBound };
  const lint = lintTemplate({ use: 'two-factor', text, company: brand, ...wish });
  try {
    const sample = channel.render({
      code: sampleCode,
      brand,
      locale,
      expiresInSeconds: sampleLifeSeconds,
      template: { text, parameters: {} },
    });
    const isTextMessage = sample.encoding !== undefined;
    const found = [...lint.errors.filter(({ code }) => aboutAutofill.has(code)), ...lint.warnings];
    const warnings = found.filter(({ code }) => isTextMessage || !aboutTextMessages.has(code));
    return {
      sample,
      errors: [],
      warnings,
      size: sizeOf(sample),
      withAutofill: isTextMessage ? lint.withAutofill : null,
    };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'invalid_template') throw error;
    const faults = lint.errors.filter(({ code }) => !aboutAutofill.has(code));
    const errors = faults.length > 0 ? faults : [findingOf(error)];
    return { sample: null, errors, warnings: [], size: null, withAutofill: null };
  }
}

function sizeOf({ text, encoding, segments }: RenderedMessage): FragmentInspection['size'] {
  if (encoding !== 'gsm-7' && encoding !== 'ucs-2') return null;
  return { length: lengthOfSms(text), capacity: capacityOfSms(encoding, segments) };
}

/** What the linter of campaigns takes, whose parameters are the caller's to fill. */
function findingOf({ publicDetail: { parameter, reason } }: PlatformError): LintFinding {
  if (reason === 'has no value') {
    const message = `\${${parameter}} is unknown: there are \${code}, \${brand}, \${time-limit} and \${time-limit-unit}.`;
    return { code: 'unknown-parameter', message };
  }
  return { code: 'refused', message: `The text ${reason ?? 'cannot be sent'} (${parameter}).` };
}
