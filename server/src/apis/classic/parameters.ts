/**
 * Merges what a classic client sent: query, form or JSON body, by GET or POST, whatever its content
 * type says (some clients label a form as JSON). The body's first character decides. Written once
 * for all classic dialects.
 */

import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest } from '../contract.ts';

export class Parameters {
  /** Values of each name in order; null marks a value that is no text, number or boolean. */
  readonly #values: Map<string, (string | null)[]>;

  constructor(values: Map<string, (string | null)[]>) {
    this.#values = values;
  }

  /**
   * The one value of a name, trimmed; undefined when absent or empty.
   * @throws PlatformError `invalid_parameter` when it is repeated with different values or is an
   * object or list.
   */
  text(name: string): string | undefined {
    const values = this.#values.get(name);
    if (!values) return undefined;
    const [first] = values;
    if (values.includes(null) || values.some((value) => value !== first)) {
      throw new PlatformError('invalid_parameter', { parameter: name });
    }
    const value = first?.trim();
    return value === '' ? undefined : value;
  }

  /** @throws PlatformError `missing_parameter` when absent or empty; else as `text`. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new PlatformError('missing_parameter', { parameter: name });
    return value;
  }

  /** @throws PlatformError `invalid_parameter` when it is no whole number in the range. */
  integer(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= minimum && number <= maximum)) {
      throw new PlatformError('invalid_parameter', { parameter: name });
    }
    return number;
  }

  /** Every value of a name, in order. @throws PlatformError `invalid_parameter` for objects. */
  all(name: string): readonly string[] {
    const values = this.#values.get(name) ?? [];
    if (values.includes(null)) throw new PlatformError('invalid_parameter', { parameter: name });
    return (values as string[]).filter((value) => value !== '');
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** Name and value of each parameter, for signatures; a repeated one counts with its first. */
  flat(): Readonly<Record<string, string>> {
    const flat: Record<string, string> = Object.create(null);
    for (const [name, [first]] of this.#values) flat[name] = first ?? '';
    return flat;
  }
}

const namesMax = 100;

/** @throws PlatformError `invalid_parameter` (parameter `body`) when the body cannot be read. */
export function readParameters(request: Pick<ApiRequest, 'query' | 'body'>): Parameters {
  const values = new Map<string, (string | null)[]>();
  if (request.query !== '') addForm(values, request.query);
  const body = request.body.trim();
  if (body !== '') {
    // What the body says replaces what the query says.
    const fromBody = new Map<string, (string | null)[]>();
    if (body.startsWith('{') || body.startsWith('[')) addJson(fromBody, body);
    else addForm(fromBody, body);
    for (const [name, all] of fromBody) values.set(name, all);
  }
  if (values.size > namesMax) throw new PlatformError('invalid_parameter', { parameter: 'body' });
  return new Parameters(values);
}

function addForm(values: Map<string, (string | null)[]>, text: string): void {
  for (const [name, value] of new URLSearchParams(text)) {
    if (name !== '') add(values, name, value);
  }
}

function addJson(values: Map<string, (string | null)[]>, text: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new PlatformError('invalid_parameter', { parameter: 'body' });
  }
  // An empty list is what one client sends for "no parameters"; a list has no names otherwise.
  if (Array.isArray(parsed)) {
    if (parsed.length === 0) return;
    throw new PlatformError('invalid_parameter', { parameter: 'body' });
  }
  for (const [name, value] of Object.entries(parsed as Record<string, unknown>)) {
    const all = Array.isArray(value) && value.length > 0 ? value.slice(0, namesMax) : [value];
    for (const one of all) addJsonValue(values, name, one);
  }
}

function addJsonValue(values: Map<string, (string | null)[]>, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value === 'string') add(values, name, value);
  else if (typeof value === 'number' || typeof value === 'boolean')
    add(values, name, String(value));
  else add(values, name, null);
}

function add(values: Map<string, (string | null)[]>, name: string, value: string | null): void {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}
