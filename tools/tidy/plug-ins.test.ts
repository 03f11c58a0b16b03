/**
 * A channel or transport is named nowhere but in its own folder and in its line of the registry:
 * then adding one is one folder and one line. Names are values in data, so two kinds of places may
 * hold them; everything else is listed with its reason, and the list may only shrink.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { complaints, isTest, readSources, root, type Source, valueImport } from './sources.ts';

const server = readSources('server/src').filter(({ path }) => !isTest(path));

/** Where a plug-in's name is data by design. */
const data = [
  // The classic workflows are arrays of steps.
  /^server\/src\/verification\/workflows\.ts$/,
  // A dialect's partial map from its own words to channel names.
  /^server\/src\/apis\/[^/]+\/wire\.ts$/,
  // What the reference of the native API shows as examples.
  /^server\/src\/apis\/v1\/reference\/samples\.ts$/,
  // A transport says which channels it carries.
  /^server\/src\/transports\/[^/]+\/transport\.ts$/,
];

/** `file: name`, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'server/src/apis/admin/core.ts: sms': "test messages of the console's handset",
  'server/src/apis/admin/core.ts: voice': "test messages of the console's handset",
  'server/src/apis/admin/core.ts: whatsapp': "test messages of the console's handset",
  'server/src/apis/admin/core.ts: email': "test messages of the console's handset",
  'server/src/apis/admin/schemas.ts: sms': "test messages of the console's handset",
  'server/src/apis/admin/schemas.ts: voice': "test messages of the console's handset",
  'server/src/apis/admin/schemas.ts: whatsapp': "test messages of the console's handset",
  'server/src/apis/admin/schemas.ts: email': "test messages of the console's handset",
  'server/src/channels/contract.ts: email': 'a kind of address, not the channel',
  'server/src/delivery/conversions.ts: sms': 'what the conversions wire calls a message',
  'server/src/delivery/conversions.ts: voice': 'what the conversions wire calls a message',
  'server/src/operators/invite-operator.ts: email': "a field of an operator's profile",
  'server/src/operators/update-own-profile.ts: email': "a field of an operator's profile",
  'server/src/verification/plan-start.ts: email': 'a kind of address, not the channel',
  'server/src/webhooks/verify-v2/kinds.ts: sms': 'a made-up verification, for a test',
};

function pluginsOf(extensionPoint: string): string[] {
  const folder = path.join(root, 'server/src', extensionPoint);
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function mentions(source: Source, name: string): boolean {
  return (
    complaints([source], (node) => {
      // An import path is judged by the other test.
      if (
        node.parent &&
        (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent))
      )
        return undefined;
      return ts.isStringLiteralLike(node) && node.text === name ? 'names it' : undefined;
    }).length > 0
  );
}

describe.each(['channels', 'transports'])('%s', (extensionPoint) => {
  const names = pluginsOf(extensionPoint);
  const registry = `server/src/${extensionPoint}/index.ts`;
  const elsewhere = (name: string) =>
    server.filter(({ path }) => !path.startsWith(`server/src/${extensionPoint}/${name}/`));

  test('exist', () => expect(names).not.toEqual([]));

  test.each(names)(
    '%s has exactly one line in the registry and is imported nowhere else',
    (name) => {
      const imports = complaints(elsewhere(name), (node, source) => {
        const target = ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
        const specifier = target && ts.isStringLiteral(target) ? target.text : valueImport(node);
        if (!specifier?.startsWith('.')) return undefined;
        const imported = path.posix.join(path.posix.dirname(source.path), specifier);
        return imported.startsWith(`server/src/${extensionPoint}/${name}/`)
          ? 'imports it'
          : undefined;
      });
      expect(imports).toHaveLength(1);
      expect(imports[0]?.startsWith(`${registry}:`)).toBe(true);
    },
  );

  test.each(names)('%s is named by no text outside', (name) => {
    const named = elsewhere(name)
      .filter(({ path }) => path !== registry && !data.some((place) => place.test(path)))
      .filter((source) => mentions(source, name))
      .map((source) => `${source.path}: ${name}`);
    const allowed = Object.keys(exceptions).filter((entry) => entry.endsWith(`: ${name}`));
    // An exception that no longer occurs must go: the list may only shrink.
    expect(named.sort()).toEqual(allowed.sort());
  });

  test('the registry is an export list and nothing else', () => {
    const source = server.find(({ path }) => path === registry);
    const others = source?.tree.statements.filter(
      (statement) => !ts.isExportDeclaration(statement),
    );
    expect(others).toEqual([]);
  });
});
