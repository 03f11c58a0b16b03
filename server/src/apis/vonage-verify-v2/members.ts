/**
 * Reads the members of a JSON body. What does not fit is noted, all of it, and read as absent: a caller
 * sees every mistake at once. Null counts as absent, and numbers may come as text.
 */
import type { ApiRequest } from '../contract.ts';
import { type InvalidParameter, WireProblem } from './problems.ts';

export interface TextRule {
  readonly pattern: RegExp;
  /** After the name, e.g. `must have 1 to 18 characters`. */
  readonly reason: string;
}

export class Members {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #noted: InvalidParameter[];
  readonly #place: string | undefined;

  /** `place` names the object these are members of, e.g. `workflow[0]`; undefined for the body. */
  constructor(
    values: Readonly<Record<string, unknown>>,
    noted: InvalidParameter[] = [],
    place?: string,
  ) {
    this.#values = values;
    this.#noted = noted;
    this.#place = place;
  }

  note(name: string, reason: string): void {
    this.#noted.push(
      this.#place === undefined
        ? { name, reason: `${capitalised(name)} ${reason}` }
        : { name: this.#place, reason: `\`${name}\` ${reason}` },
    );
  }

  raw(name: string): unknown {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    return value === null ? undefined : value;
  }

  text(name: string, rule: TextRule): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && rule.pattern.test(text)) return text;
    this.note(name, rule.reason);
    return undefined;
  }

  required(name: string, rule: TextRule): string | undefined {
    const value = this.raw(name);
    if (value !== undefined && value !== '') return this.text(name, rule);
    this.note(name, 'is required');
    return undefined;
  }

  integer(name: string, minimum: number, maximum: number): number | undefined {
    const text = this.text(name, {
      pattern: /^\d{1,9}$/,
      reason: `must be a whole number from ${minimum} to ${maximum}`,
    });
    if (text === undefined) return undefined;
    const number = Number(text);
    if (number >= minimum && number <= maximum) return number;
    this.note(name, `must be a whole number from ${minimum} to ${maximum}`);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    this.note(name, 'must be true or false');
    return undefined;
  }

  /** Objects of a list, as members of their own whose mistakes are noted with these. */
  objects(name: string, countMax: number): readonly Members[] {
    const value = this.raw(name);
    if (value === undefined) {
      this.note(name, 'is required');
      return [];
    }
    if (!Array.isArray(value) || value.length < 1 || value.length > countMax) {
      this.note(name, `must hold 1 to ${countMax} channels`);
      return [];
    }
    return value.map((one: unknown, index) => {
      const place = `${name}[${index}]`;
      if (isRecord(one)) return new Members(one, this.#noted, place);
      this.#noted.push({ name: place, reason: 'must be an object' });
      return new Members({}, [], place);
    });
  }

  /** @throws WireProblem with everything noted. */
  assertNoneNoted(): void {
    const invalid = this.#noted;
    if (invalid.length === 0) return;
    const isSenderAlone = invalid.every(({ reason }) => reason.startsWith('`from`'));
    throw new WireProblem(isSenderAlone ? 'invalid-sender' : 'invalid-params', { invalid });
  }
}

/** An empty body and an empty list, which one client sends for it, hold nothing. */
export function readMembers({ body }: Pick<ApiRequest, 'body'>): Members {
  let value: unknown;
  try {
    value = body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    throw invalidBody('is no JSON');
  }
  if (Array.isArray(value) && value.length === 0) return new Members({});
  if (!isRecord(value)) throw invalidBody('must be a JSON object');
  return new Members(value);
}

function invalidBody(reason: string): WireProblem {
  return new WireProblem('invalid-params', { invalid: [{ name: 'body', reason }] });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `client_ref` reads `Client ref`, as the vendor's reasons do. */
function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}
