/** The OpenAPI 3.1 document of the admin API, built from its operations and their schemas. */
import type { AdminOperation } from '../server/src/apis/admin/operation.ts';
import { adminOperations } from '../server/src/apis/admin/operations.ts';
import { Problem } from '../server/src/apis/admin/schemas.ts';
import {
  createSchemaBook,
  groupByPath,
  type OpenApiDocument,
  type OpenApiOperation,
  type SchemaBook,
} from '../server/src/apis/described/openapi.ts';

export function buildAdminOpenApi(): OpenApiDocument {
  const book = createSchemaBook();
  const paths = groupByPath(adminOperations, (operation) => describe(operation, book));
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign admin API', version: '0.1.0' },
    paths,
    components: { schemas: book.schemas },
  };
}

function describe(operation: AdminOperation, book: SchemaBook): OpenApiOperation {
  const type = operation.isStream ? 'text/event-stream' : 'application/json';
  const problem = { 'application/problem+json': { schema: book.named(Problem) } };
  return {
    operationId: operation.name,
    summary: operation.summary,
    parameters: [
      ...book.parameters(operation.params, 'path'),
      ...book.parameters(operation.query, 'query'),
    ],
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: book.named(operation.body) } },
          },
        }
      : {}),
    responses: {
      '200': {
        description: operation.summary,
        content: { [type]: { schema: book.named(operation.answer) } },
      },
      default: { description: 'What went wrong', content: problem },
    },
  };
}
