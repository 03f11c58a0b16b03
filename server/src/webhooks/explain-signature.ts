/**
 * The signature debugger: reads what a receiver got, as a query, a form, JSON, or headers and body of
 * Standard Webhooks, and says over which
 * string we sign it, whether its `sig` is ours and by which method. It never says what the right
 * signature would be: that would sign anything for anybody who may look.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Application } from '../applications/application.ts';
import type { ApplicationDirectory } from '../applications/directory.ts';
import { signatureAlgorithms, signatureBase, signParameters } from '../applications/signature.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { EndpointDeps } from './endpoints/endpoint.ts';
import { findEndpoints } from './endpoints/store.ts';
import { explainStandardSignature, isStandardText } from './explain-standard-signature.ts';
import type { ExplainedSignature } from './explained-signature.ts';

/** What verifiers of the vendor accept. */
const ageSecondsMax = 300;

/** @throws PlatformError `invalid_parameter` when no parameters can be read, `not_found`. */
export async function explainSignature(
  deps: EndpointDeps & {
    readonly directory: Pick<ApplicationDirectory, 'find'>;
    readonly clock: Clock;
  },
  request: { application: Pick<Application, 'id' | 'apiKey'>; text: string },
): Promise<ExplainedSignature> {
  if (isStandardText(request.text)) {
    const endpoints = await findEndpoints(deps.db, request.application.id, null);
    const seen = { text: request.text, now: deps.clock.now() };
    return explainStandardSignature(deps.keyRing, endpoints, seen);
  }
  const known = await deps.directory.find(request.application.apiKey);
  if (!known) throw new PlatformError('not_found');
  const { parameters, findings } = readParameters(request.text);
  const { sig, timestamp } = parameters;
  const algorithm =
    signatureAlgorithms.find((name) =>
      isSame(signParameters(parameters, known.signatureSecret, name), sig),
    ) ?? null;
  const ageSeconds =
    timestamp !== undefined && /^\d{1,12}$/.test(timestamp)
      ? Math.round(deps.clock.now().getTime() / 1000) - Number(timestamp)
      : null;
  return {
    baseString: signatureBase(parameters),
    algorithm,
    ageSeconds,
    findings: [...findings, ...judge({ sig, algorithm, ageSeconds })],
  };
}

function isSame(own: string, sent: string | undefined): boolean {
  const [left, right] = [Buffer.from(own.toLowerCase()), Buffer.from((sent ?? '').toLowerCase())];
  return left.length === right.length && timingSafeEqual(left, right);
}

function judge(seen: {
  sig: string | undefined;
  algorithm: string | null;
  ageSeconds: number | null;
}): string[] {
  const findings: string[] = [];
  if (seen.sig === undefined) findings.push('There is no `sig`: this webhook was not signed.');
  else if (seen.algorithm === null) {
    findings.push(
      'The signature is not ours for these values: one was changed, is missing, was decoded twice ' +
        'or not at all, or another application signed it.',
    );
  }
  if (seen.sig !== undefined && seen.ageSeconds === null) findings.push('There is no `timestamp`.');
  if (seen.ageSeconds !== null && Math.abs(seen.ageSeconds) > ageSecondsMax) {
    findings.push('The timestamp is more than five minutes away: receivers should refuse it.');
  }
  return findings;
}

interface ReadParameters {
  readonly parameters: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
}

function readParameters(text: string): ReadParameters {
  const trimmed = text.trim();
  const read = trimmed.startsWith('{') ? readJson(trimmed) : readForm(trimmed);
  if (Object.keys(read.parameters).length === 0) {
    throw new PlatformError('invalid_parameter', { parameter: 'text', reason: 'no parameters' });
  }
  return read;
}

function readJson(text: string): ReadParameters {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PlatformError('invalid_parameter', { parameter: 'text', reason: 'no JSON' });
  }
  const entries = Object.entries(value as object);
  const findings = entries
    .filter(([, each]) => typeof each !== 'string')
    .map(([name]) => `\`${name.slice(0, 60)}\` is not a text: we send every value as text.`);
  const parameters = Object.fromEntries(entries.map(([name, each]) => [name, String(each)]));
  return { parameters, findings };
}

/** A whole URL, its query, or a form's body. */
function readForm(text: string): ReadParameters {
  const query = text.includes('?') ? text.slice(text.indexOf('?') + 1) : text;
  return { parameters: Object.fromEntries(new URLSearchParams(query)), findings: [] };
}
