/** What the schemas of the described APIs (admin, v1) are made of. */
import { type Static, type TProperties, Type } from 'typebox';

/** Input objects take nothing they do not know: a misspelt member is an error, not a silence. */
export function input<Properties extends TProperties>(properties: Properties, title?: string) {
  return Type.Object(properties, { additionalProperties: false, ...(title ? { title } : {}) });
}

export function answer<Properties extends TProperties>(title: string, properties: Properties) {
  return Type.Object(properties, { title });
}

export function oneOf<const Values extends readonly string[]>(values: Values, title: string) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], title });
}

type AnySchema = Parameters<typeof Type.Union>[0][number];

export const Text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength });
export const Nullable = <Schema extends AnySchema>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
export const Timestamp = Type.String({ format: 'date-time' });
export const Id = Type.Integer({ minimum: 1 });
export const Json = Type.Record(Type.String(), Type.Unknown());
/** Numeric ids in paths arrive as text. */
export const IdText = Type.String({ pattern: '^[1-9][0-9]{0,14}$' });
export const LimitText = Type.String({ pattern: '^[1-9][0-9]{0,2}$' });

export type View<Schema extends AnySchema> = Static<Schema>;
