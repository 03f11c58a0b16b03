/**
 * Merges what a classic client sent: query, form or JSON body, by GET or POST, whatever its content
 * type says (some clients label a form as JSON). The body's first character decides. Written once
 * for all classic dialects.
 */

import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest } from '../contract.ts';

/** Stands before the values of a name that came as a list. */
const listMark = Symbol('list');
type Value = string | null | typeof listMark;
type Values = Map<string, Value[]>;

/** No database column, log line or message can hold a NUL. */
function isText(value: Value): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

export class Parameters {
  /**
   * Values of each name in order. Null marks one that is no text, number or boolean; the list mark
   * a list, which is never one value, however short.
   */
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  /**
   * The one value of a name, trimmed; undefined when absent or empty.
   * @throws PlatformError `invalid_parameter` when it is repeated with different values or is an
   * object or list.
   */
  text(name: string): string | undefined {
    const value = this.exact(name)?.trim();
    return value === '' ? undefined : value;
  }

  /** As `text`, but with the space around it: what is sent on as it is. */
  exact(name: string): string | undefined {
    const values = this.#values.get(name);
    if (!values) return undefined;
    const [first] = values;
    if (!values.every(isText) || values.some((value) => value !== first)) {
      throw new PlatformError('invalid_parameter', { parameter: name });
    }
    return first === '' ? undefined : (first as string);
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
    const [first, ...rest] = values;
    const texts = first === listMark ? rest : values;
    if (!texts.every(isText)) throw new PlatformError('invalid_parameter', { parameter: name });
    return texts.filter((value) => value !== '');
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
    for (const [name, [first]] of this.#values) flat[name] = typeof first === 'string' ? first : '';
    return flat;
  }
}

const namesMax = 100;

/** @throws PlatformError `invalid_parameter` (parameter `body`) when the body cannot be read. */
export function readParameters(request: Pick<ApiRequest, 'query' | 'body'>): Parameters {
  const values = new Map<string, Value[]>();
  if (request.query !== '') addForm(values, request.query);
  const body = request.body.trim();
  if (body !== '') {
    // What the body says replaces what the query says.
    const fromBody = new Map<string, Value[]>();
    if (body.startsWith('{') || body.startsWith('[')) addJson(fromBody, body);
    else addForm(fromBody, body);
    for (const [name, all] of fromBody) values.set(name, all);
  }
  if (values.size > namesMax) throw new PlatformError('invalid_parameter', { parameter: 'body' });
  return new Parameters(values);
}

function addForm(values: Values, text: string): void {
  for (const [name, value] of new URLSearchParams(text)) {
    if (name !== '') add(values, name, value);
  }
}

function addJson(values: Values, text: string): void {
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
    if (!Array.isArray(value)) addJsonValue(values, name, value);
    else {
      add(values, name, listMark);
      for (const one of value.slice(0, namesMax)) addJsonValue(values, name, one);
    }
  }
}

function addJsonValue(values: Values, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value === 'string') add(values, name, value);
  else if (typeof value === 'number' || typeof value === 'boolean')
    add(values, name, String(value));
  else add(values, name, null);
}

function add(values: Values, name: string, value: Value): void {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}
