/** How schemas are shown: a row a member, with its type, its bounds and what it is for. */
import type { JsonSchema, OpenApiParameter } from '../../described/openapi.ts';
import { type Html, html, inline } from './html.ts';

const references = '#/components/schemas/';

export function renderMembers(schema: JsonSchema): Html {
  const { properties = {}, required = [] } = schema;
  const rows = Object.entries(properties).map(([name, property]) =>
    renderRow({ name, schema: property, isRequired: required.includes(name) }),
  );
  return rows.length > 0 ? html`<dl class="members">${rows}</dl>` : html``;
}

export function renderParameters(parameters: readonly OpenApiParameter[]): Html {
  const rows = parameters.map(({ name, schema, required, description }) =>
    renderRow({
      name,
      schema: { ...schema, ...(description !== undefined && { description }) },
      isRequired: required,
    }),
  );
  return html`<dl class="members">${rows}</dl>`;
}

interface Row {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

function renderRow({ name, schema, isRequired }: Row): Html {
  const bounds = boundsOf(schema);
  return html`<div>
  <dt><code>${name}</code>${isRequired && html` <span class="required">required</span>`}</dt>
  <dd><span class="type">${renderType(schema)}</span>${bounds && html` <span class="bounds">${bounds}</span>`}
  ${schema.description && html`<p>${inline(schema.description)}</p>`}</dd>
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
