import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateSdkTypes, sdkTypesFile } from '../generate-sdk-types.ts';

test('the SDK’s types are those of docs/openapi.json (node tools/generate-sdk-types.ts)', () => {
  expect(readFileSync(sdkTypesFile, 'utf8')).toBe(generateSdkTypes());
});
