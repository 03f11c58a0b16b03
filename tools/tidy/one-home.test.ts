/**
 * Things that have one home: time, randomness, configuration, the console, SQL and outgoing HTTP.
 * Elsewhere they would make a module impossible to test, to replay or to keep safe.
 */
import ts from 'typescript';
import { expect, test } from 'vitest';
import {
  complaints,
  isTest,
  memberName,
  readSources,
  type Source,
  valueImport,
} from './sources.ts';

const server = readSources('server/src').filter(({ path }) => !isTest(path));

function outside(...homes: RegExp[]): Source[] {
  return server.filter(({ path }) => !homes.some((home) => home.test(path)));
}

test('the environment is read in config.ts only, handed over by main.ts and cli.ts', () => {
  const sources = outside(/^server\/src\/(config|main|cli)\.ts$/);
  expect(
    complaints(sources, (node) =>
      memberName(node) === 'process.env' ? 'take a slice of the configuration' : undefined,
    ),
  ).toEqual([]);
});

test('time comes from the injected clock and chance from kernel/random.ts', () => {
  const advice: Readonly<Record<string, string>> = {
    'Date.now': 'take a Clock (kernel/clock.ts); the database clock decides expiry',
    'Math.random': 'use kernel/random.ts',
  };
  const sources = outside(/^server\/src\/kernel\//, /^server\/src\/config\.ts$/);
  expect(
    complaints(sources, (node) => {
      if (ts.isNewExpression(node) && node.getText().replaceAll(/\s/g, '') === 'newDate()') {
        return advice['Date.now'];
      }
      return advice[memberName(node) ?? ''];
    }),
  ).toEqual([]);
});

test('nothing writes to the console but the command line', () => {
  const sources = outside(/^server\/src\/kernel\//, /^server\/src\/(config|cli)\.ts$/);
  expect(
    complaints(sources, (node) =>
      memberName(node)?.startsWith('console.') ? 'take a Logger (kernel/logger.ts)' : undefined,
    ),
  ).toEqual([]);
});

test('SQL is written in store.ts files (or <topic>-store.ts) and in server/src/db only', () => {
  // db/ is the one exception: migrations, the durability check and the key check are about the
  // database itself, not about a module's rows.
  const sources = outside(/\/([a-z]+-)*store\.ts$/, /^server\/src\/db\//);
  expect(
    complaints(sources, (node) => {
      const isTagged = ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql';
      const isStatement =
        ts.isStringLiteralLike(node) &&
        /^\s*(select\s.+\sfrom|insert\s+into|update\s.+\sset|delete\s+from)\s/is.test(node.text);
      return isTagged || isStatement ? 'belongs into the store.ts of its module' : undefined;
    }),
  ).toEqual([]);
});

test('only kernel/http-client.ts opens outgoing HTTP', () => {
  const clients = /^(undici|(node:)?https?2?)$/;
  const sources = outside(/^server\/src\/kernel\/http-client\.ts$/);
  expect(
    complaints(sources, (node) => {
      const isFetch =
        ts.isCallExpression(node) && /^(globalThis\.)?fetch$/.test(node.expression.getText());
      const isClient = clients.test(valueImport(node) ?? '');
      return isFetch || isClient
        ? 'use kernel/http-client.ts: it has the time limits and the address check'
        : undefined;
    }),
  ).toEqual([]);
});
