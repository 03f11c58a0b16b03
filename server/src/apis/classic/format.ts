/**
 * Writes a classic answer as JSON or XML, as the path's suffix asks. The classic APIs answer 200 for
 * business errors, and clients parse only the media type `application/json`.
 */
import XMLBuilder from 'fast-xml-builder';
import type { ApiResponse } from '../contract.ts';

export type ClassicFormat = 'json' | 'xml';

export function isClassicFormat(text: string | undefined): text is ClassicFormat {
  return text === 'json' || text === 'xml';
}

const jsonHeaders = { 'content-type': 'application/json' } as const;
const xmlHeaders = { 'content-type': 'text/xml; charset=UTF-8' } as const;
const prologue = "<?xml version='1.0' encoding='UTF-8' ?>\n";

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  // An attribute that says `true` says so: it is no flag without a value.
  suppressBooleanAttributes: false,
  processEntities: true,
});

export function jsonAnswer(status: number, body: unknown): ApiResponse {
  return { status, headers: jsonHeaders, body: JSON.stringify(body) };
}

/** `@name` keys become attributes, empty strings empty elements. */
export function xmlAnswer(status: number, document: Record<string, unknown>): ApiResponse {
  return { status, headers: xmlHeaders, body: prologue + builder.build(printable(document)) };
}

/** XML 1.0 cannot hold control characters, not even escaped. */
const unprintable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function printable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(unprintable, '');
  if (Array.isArray(value)) return value.map(printable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, printable(inner)]));
}

/** `YYYY-MM-DD HH:MM:SS` in UTC; empty for no date. */
export function wireTime(moment: Date | null | undefined): string {
  return moment ? moment.toISOString().slice(0, 19).replace('T', ' ') : '';
}
