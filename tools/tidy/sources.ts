/**
 * The sources as the tidy tests read them: every file of ours once, parsed, so that a rule looks at
 * code and never at a comment or a text.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Source {
  /** Path from the root of the clone, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const notOurs = new Set(['node_modules', 'dist', 'dist.new', 'data', '.git', '.cache', 'results']);

export function listFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : listFiles(place);
    return entry.isFile() ? [place] : [];
  });
}

export function readSources(folder: string): Source[] {
  return listFiles(folder)
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.gen\.ts$/.test(file))
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      return {
        path: file,
        text,
        tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
      };
    });
}

export function isTest(file: string): boolean {
  return /\.(test|suite)\.tsx?$/.test(file);
}

/** Every node of a source for which `rule` gives a complaint, as `path:line complaint`. */
export function complaints(
  sources: readonly Source[],
  rule: (node: ts.Node, source: Source) => string | undefined,
): string[] {
  return sources.flatMap((source) => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const complaint = rule(node, source);
      if (complaint) found.push(`${source.path}:${lineOf(source, node)} ${complaint}`);
      ts.forEachChild(node, visit);
    };
    visit(source.tree);
    return found;
  });
}

export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

/** `a.b` as text when the node is exactly that, e.g. `Date.now`. */
export function memberName(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  return `${node.expression.text}.${node.name.text}`;
}

/** The path a node imports values from; types alone do nothing at run time. */
export function valueImport(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return isTypeOnly(node.importClause) ? undefined : node.moduleSpecifier.text;
  }
  const isCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const target = isCall ? node.arguments[0] : undefined;
  return target && ts.isStringLiteral(target) ? target.text : undefined;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  if (clause.name || !names || !ts.isNamedImports(names)) return false;
  return names.elements.every((element) => element.isTypeOnly);
}
