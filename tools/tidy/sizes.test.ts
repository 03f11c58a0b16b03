/**
 * A ratchet on sizes: a new file or function over the limit fails; older ones are listed with their
 * size in sizes.json and may only shrink. The limits ask for a second look, they are no proof.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { isTest, lineOf, readSources, type Source } from './sources.ts';

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;
const COMPONENT_LINES_MAX = 200;

/** Tables and texts: as long as what they list. */
const exempt = [/\/wire\.ts$/, /\/texts?(\.[a-z-]+)?\.tsx?$/, /\/fixtures\//, /\.data\.ts$/];

const known: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'sizes.json'), 'utf8'),
);

const sources = ['server/src', 'console/src', 'sdk/src', 'conformance', 'bench/src', 'tools']
  .flatMap(readSources)
  .filter(({ path }) => !isTest(path) && !exempt.some((rule) => rule.test(path)));

const tooLong = new Map(
  sources.flatMap((source) => [...longFile(source), ...longFunctions(source)]),
);

test('files and functions stay small; older ones over the limit do not grow', () => {
  const grown = [...tooLong].filter(([name, size]) => size > (known[name] ?? 0));
  expect(Object.fromEntries(grown)).toEqual({});
});

test('what came under its limit leaves the list', () => {
  expect(Object.keys(known).filter((name) => !tooLong.has(name))).toEqual([]);
});

test('the top stays thin', () => {
  const limits: Readonly<Record<string, number>> = {
    'server/src/main.ts': 80,
    'server/src/app.ts': 200,
  };
  const tooLong = sources.filter(({ path, text }) => lines(text) > (limits[path] ?? Infinity));
  expect(tooLong.map(({ path }) => path)).toEqual([]);
});

function lines(text: string): number {
  return text.split('\n').length - 1;
}

function longFile({ path, text }: Source): [string, number][] {
  return lines(text) > FILE_LINES_MAX ? [[path, lines(text)]] : [];
}

function longFunctions(source: Source): [string, number][] {
  const found: [string, number][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = lineOf(source, node);
      const last = source.tree.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
      const size = last - first + 1 - statementLines(node);
      const name = nameOf(node);
      const isComponent = source.path.endsWith('.tsx') && /^[A-Z]/.test(name);
      const limit = isComponent ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX;
      if (size > limit) found.push([`${source.path}#${name}`, size]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

/** SQL is counted by the reader of the statement, not as steps of the function around it. */
function statementLines(node: ts.Node): number {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql') {
    return node.template.getText().split('\n').length - 1;
  }
  let count = 0;
  ts.forEachChild(node, (child) => {
    count += statementLines(child);
  });
  return count;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  const parent = node.parent;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : 'anonymous';
}
