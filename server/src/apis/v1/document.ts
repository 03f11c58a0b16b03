/** The OpenAPI 3.1 document of the native API, made of the descriptions that also validate. */
import { Type } from 'typebox';
import type { ErrorCode } from '../../kernel/errors.ts';
import {
  createSchemaBook,
  groupByPath,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  type OpenApiResponse,
  type SchemaBook,
} from '../described/openapi.ts';
import { answer } from '../described/schema-parts.ts';
import { statusOf } from '../problem.ts';
import type { V1Operation } from './operation.ts';
import { v1Operations } from './operations.ts';

const Problem = answer('Problem', {
  type: Type.String({ description: 'Where the code is explained.' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.Unsafe<ErrorCode>({
    type: 'string',
    enum: [...Object.keys(statusOf), 'method_not_allowed', 'internal'],
  }),
  parameter: Type.Optional(Type.String({ description: 'What is wrong or missing.' })),
  reason: Type.Optional(Type.String()),
  verification_id: Type.Optional(Type.String({ description: 'The one that is in the way.' })),
  verification_status: Type.Optional(Type.String({ description: 'How it ended.' })),
});

const headers = {
  RateLimit: header('What is left of the quota, draft-ietf-httpapi-ratelimit-headers'),
  'RateLimit-Policy': header('The quota of a second'),
  'Retry-After': header('Seconds to wait'),
  'Idempotency-Replayed': header('`true` when the answer is that of an earlier request'),
  Location: header('Where what was made can be read'),
};
type HeaderName = keyof typeof headers;

function header(description: string) {
  return { description, schema: { type: 'string' as const } };
}

const idempotencyKey: OpenApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request safe to repeat for 24 hours: it takes effect once, and the same answer comes again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

export interface V1Document extends OpenApiDocument {
  readonly components: OpenApiDocument['components'] & {
    readonly headers: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

export function buildV1Document(): V1Document {
  const book = createSchemaBook();
  const paths = groupByPath(v1Operations, (operation) => describe(operation, book));
  const tags = [...new Set(v1Operations.map(({ tag }) => tag))];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign API',
      version: '1.0.0',
      ...{ summary: 'Verifies that somebody controls a phone number or an email address.' },
      ...{ license: { name: 'MIT', identifier: 'MIT' } },
    },
    ...{
      servers: [{ url: '/' }],
      security: [{ basic: [] }, { bearer: [] }],
      tags: tags.map((name) => ({ name })),
    },
    paths,
    components: {
      schemas: book.schemas,
      headers,
      securitySchemes: {
        basic: {
          type: 'http',
          scheme: 'basic',
          description: 'Key and secret of the application.',
        },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A JWT (RS256) signed with a private key of the application: `application_id`, `iat`, and `exp` 30 seconds to 24 hours later; `acl` narrows it to paths.',
        },
      },
    },
  };
}

function describe(operation: V1Operation, book: SchemaBook): OpenApiOperation {
  const { body } = operation;
  const description = descriptionOf(operation);
  const isRepeatable = operation.method === 'POST';
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    ...(description !== undefined && { description }),
    tags: [operation.tag],
    ...(operation.takesTokens === false && { security: [{ basic: [] }] }),
    parameters: [
      ...book.parameters(operation.params, 'path'),
      ...book.parameters(operation.query, 'query'),
      ...(isRepeatable ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: {
        required: !operation.isBodyOptional,
        content: { 'application/json': { schema: book.named(body) } },
      },
    }),
    responses: { ...successes(operation, book), ...refusals(operation, book) },
  };
}

function descriptionOf({ description, secretMembers = [] }: V1Operation): string | undefined {
  if (secretMembers.length === 0) return description;
  const names = secretMembers.map((name) => `\`${name}\``).join(', ');
  const once = `An answer that is given again (Idempotency-Key) leaves ${names} out.`;
  return description === undefined ? once : `${description} ${once}`;
}

function successes(operation: V1Operation, book: SchemaBook): Record<string, OpenApiResponse> {
  const statuses = [operation.status, ...(operation.otherStatuses ?? [])];
  const type = operation.mediaType?.split(';')[0] ?? 'application/json';
  const named: HeaderName[] = ['RateLimit', 'RateLimit-Policy'];
  if (operation.method === 'POST') named.push('Idempotency-Replayed');
  if (operation.status === 201) named.push('Location');
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: operation.answer ? operation.summary : 'Done',
        headers: references(named),
        ...(operation.answer && { content: { [type]: { schema: book.named(operation.answer) } } }),
      },
    ]),
  );
}

function refusals(operation: V1Operation, book: SchemaBook): Record<string, OpenApiResponse> {
  const byStatus = Map.groupBy(codesOf(operation), (code) => statusOf[code][0]);
  return Object.fromEntries(
    [...byStatus]
      .sort(([left], [right]) => left - right)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.map((code) => `\`${code}\`: ${statusOf[code][1]}`).join('; '),
          ...(codes.some((code) => code === 'rate_limited' || code === 'unavailable') && {
            headers: references(['Retry-After']),
          }),
          content: { 'application/problem+json': { schema: book.named(Problem) } },
        },
      ]),
  );
}

/** Its own, and those that the frame refuses with. */
function codesOf(operation: V1Operation): readonly ErrorCode[] {
  const { params, query, body, access, method, takesTokens } = operation;
  const takesInput = params !== undefined || query !== undefined || body !== undefined;
  return [
    ...new Set<ErrorCode>([
      ...(takesInput || method === 'POST' ? (['invalid_parameter'] as const) : []),
      ...(body ? (['missing_parameter'] as const) : []),
      'invalid_credentials',
      ...(access === 'sandbox' ? (['sandbox_only'] as const) : []),
      ...(takesTokens === false ? (['forbidden'] as const) : []),
      ...operation.errors,
      ...(method === 'POST' ? (['conflict'] as const) : []),
      'rate_limited',
      'unavailable',
    ]),
  ];
}

function references(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
