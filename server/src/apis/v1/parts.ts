/** What the schemas of the resources have in common: paging, selection of members, ids. */
import { type TSchema, Type } from 'typebox';
import { PlatformError } from '../../kernel/errors.ts';
import { parseId } from '../../kernel/ids.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import { answer, input, LimitText, Nullable } from '../described/schema-parts.ts';

export const Uuid = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$',
});

/** Chooses members of an answer's items: `fields=id,status`. */
export const selection = {
  fields: Type.Optional(
    Type.String({
      pattern: '^[a-z_]{1,40}(,[a-z_]{1,40}){0,30}$',
      description: 'Only these members, separated by commas.',
    }),
  ),
};

export const paging = {
  ...selection,
  cursor: Type.Optional(
    Type.String({ maxLength: 200, description: '`next_cursor` of the page before.' }),
  ),
  limit: Type.Optional({ ...LimitText, description: '1 to 200; 50 when absent.' }),
};

const limitDefault = 50;
const limitMax = 200;

export function pageSize(text: string | undefined): number {
  return Math.min(Number(text ?? limitDefault), limitMax);
}

export function pageOf<Item extends TSchema>(title: string, item: Item) {
  return answer(title, { items: Type.Array(item), next_cursor: Nullable(Type.String()) });
}

export const Selection = input(selection);

/** A cursor that is an id. @throws PlatformError `invalid_parameter`. */
export function idCursor(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const id = parseId(text);
  if (id === undefined) throw new PlatformError('invalid_parameter', { parameter: 'cursor' });
  return id;
}

/** @throws PlatformError `invalid_parameter` for a moment that is none. */
export function momentOf(text: string, parameter: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new PlatformError('invalid_parameter', { parameter });
  return moment;
}

/**
 * A phone number in any accepted spelling, or an email address, in its one form.
 * @throws PlatformError `invalid_parameter`.
 */
export function addressOf(text: string, parameter: string): string {
  if (/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text)) return text.toLowerCase();
  const normalised = normalisePhoneNumber(text, { acceptPossible: true });
  if (normalised.kind === 'ok') return normalised.number.e164;
  throw new PlatformError('invalid_parameter', { parameter, reason: 'is no phone number' });
}

export function isoOrNull(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}

/** RFC 3339, with its offset. */
export const Moment = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$',
  format: 'date-time',
});
