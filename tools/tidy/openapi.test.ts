import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { generateOpenApi, openApiFile } from '../generate-openapi.ts';

const text = generateOpenApi();
const document = JSON.parse(text) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
};
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('docs/openapi.json is what the server describes (node tools/generate-openapi.ts)', () => {
  expect(readFileSync(openApiFile, 'utf8')).toBe(text);
});

test('the document fits the OpenAPI 3.1 specification', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(text));
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

test('every reference leads somewhere', () => {
  expect(() => new Validator().resolveRefs({ specification: JSON.parse(text) })).not.toThrow();
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name as string);
  }
});

describe.each(operations)('$method $path', ({ path, method, operation }) => {
  test('names every parameter of its path, and says itself in one line', () => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const given = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(given.map(({ name }) => name)).toEqual(named);
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).toMatch(/^[A-Z].{5,98}[^.]$/);
  });

  test('refuses with problem documents, and can be repeated when it is a POST', () => {
    const statuses = Object.keys(operation.responses);
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
    expect(statuses).toEqual(expect.arrayContaining(['401', '429', '503']));
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      if (status.startsWith('2')) continue;
      expect(Object.keys(content)).toEqual(['application/problem+json']);
    }
    const isRepeatable = operation.parameters.some(({ name }) => name === 'Idempotency-Key');
    expect(isRepeatable).toBe(method === 'post');
  });
});
