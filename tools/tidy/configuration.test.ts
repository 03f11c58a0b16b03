/** docs/configuration.md lists every variable as config.ts declares it: nothing is told twice by hand. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { variables } from '../../server/src/config.ts';
import { root } from './sources.ts';

/** No variable takes it, so every check says what it would take. */
const unacceptable = '\u0000';

function rowOf(name: string): string {
  const variable = variables[name];
  const cells = [
    `\`${name}\``,
    variable?.default ? `\`${variable.default}\`` : '',
    variable?.check?.(unacceptable) ?? '',
    variable?.description ?? '',
    variable?.isSecret ? `\`${name}_FILE\`` : '',
  ];
  return `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
}

test('the page of the configuration has a row for each variable, and no other', () => {
  const page = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| `(COUNTERSIGN|DATABASE)_/.test(line));
  expect(rows).toEqual(Object.keys(variables).map(rowOf));
});
