/**
 * Writes docs/openapi.json from the native API's operations. Run: `node tools/generate-openapi.ts`.
 * tools/tidy compares, and checks the document against the specification's own schema.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildV1Document } from '../server/src/apis/v1/document.ts';

export const openApiFile = path.join(import.meta.dirname, '../docs/openapi.json');

export function generateOpenApi(): string {
  return `${JSON.stringify(buildV1Document(), null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(openApiFile, generateOpenApi());
  console.log(`wrote ${path.relative(process.cwd(), openApiFile)}`);
}
