/** How schemas are shown: a row a member, with its type, its bounds and what it is for. */
import type { JsonSchema, OpenApiParameter } from '../../described/openapi.ts';
import { type Html, html, inline } from './html.ts';

const references = '#/components/schemas/';

/** What must be sent is marked in what goes in, what may be absent in what comes out. */
export function renderMembers(schema: JsonSchema): Html {
  const { properties = {}, required = [], additionalProperties } = schema;
  const isInput = additionalProperties === false;
  const rows = Object.entries(properties).map(([name, property]) => {
    const isRequired = required.includes(name);
    const mark = isInput ? isRequired && 'required' : !isRequired && 'may be absent';
    return renderRow({ name, schema: property, mark });
  });
  return rows.length > 0 ? html`<dl class="members">${rows}</dl>` : html``;
}

export function renderParameters(parameters: readonly OpenApiParameter[]): Html {
  const rows = parameters.map(({ name, schema, required, description }) =>
    renderRow({
      name,
      schema: { ...schema, ...(description !== undefined && { description }) },
      mark: required && 'required',
    }),
  );
  return html`<dl class="members">${rows}</dl>`;
}

interface Row {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly mark: string | false;
}

function renderRow({ name, schema, mark }: Row): Html {
  const bounds = boundsOf(schema);
  const description =
    schema.description ?? schema.anyOf?.find((option) => option.description)?.description;
  return html`<div>
  <dt><code>${name}</code>${mark && html` <span class="required">${mark}</span>`}</dt>
  <dd><span class="type">${renderType(schema)}</span>${bounds && html` <span class="bounds">${bounds}</span>`}
  ${description && html`<p>${inline(description)}</p>`}</dd>
</div>`;
}

/** A type in words; what has a name is a link to it. */
export function renderType(schema: JsonSchema): Html {
  if (schema.$ref) {
    const name = schema.$ref.replace(references, '');
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.enum) {
    const values = schema.enum.map(
      (value, index) => html`${index > 0 && ' '}<code>${value}</code>`,
    );
    return html`${values}`;
  }
  if (schema.anyOf) {
    const options = schema.anyOf.map((option, index) =>
      index > 0 ? html` or ${renderType(option)}` : renderType(option),
    );
    return html`${options}`;
  }
  if (schema.type === 'array') return html`list of ${renderType(schema.items ?? {})}`;
  if (schema.type === 'object' && !schema.properties) return html`object of names and values`;
  return html`${formats[schema.format ?? ''] ?? schema.type ?? 'anything'}`;
}

const formats: Readonly<Record<string, string>> = { 'date-time': 'time', uuid: 'id' };

function boundsOf(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const texts = [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
    schema.default === undefined ? '' : `${JSON.stringify(schema.default)} when absent`,
  ];
  return texts.filter(Boolean).join('; ');
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `at least ${least}${unit}`;
  return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`;
}
