import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adminTypesFile, generateAdminTypes } from '../generate-admin-types.ts';

test('the SDK’s admin types are those of the server (node tools/generate-admin-types.ts)', () => {
  expect(readFileSync(adminTypesFile, 'utf8')).toBe(generateAdminTypes());
});
