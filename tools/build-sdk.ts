/**
 * Builds what is published of sdk/: JavaScript with types, the element as one file for pages without
 * a bundler, and a package.json that says so. Run: `node tools/build-sdk.ts`, then
 * `npm publish sdk/dist`. The sources' own package.json is private, so that they are not published.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = path.join(import.meta.dirname, '..');
const sdk = path.join(root, 'sdk');

interface Manifest {
  readonly [member: string]: unknown;
  readonly exports: Readonly<Record<string, string>>;
  readonly sideEffects: readonly string[];
}

export async function buildSdk(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  compile(folder);
  await bundleElement(path.join(folder, 'browser/standalone'));
  writeFileSync(
    path.join(folder, 'package.json'),
    `${JSON.stringify(manifest(readdirSync(folder)), null, 2)}\n`,
  );
  copyFileSync(path.join(sdk, 'README.md'), path.join(folder, 'README.md'));
  copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
}

function compile(folder: string): void {
  const compiler = path.join(root, 'node_modules/@typescript/native/bin/tsc');
  const args = [compiler, '-p', path.join(sdk, 'tsconfig.build.json'), '--outDir', folder];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The SDK does not compile:\n${stdout}`);
}

/** `countersign-code.js`, and beside it a file for each language, loaded when it is spoken. */
async function bundleElement(folder: string): Promise<void> {
  const input = { 'countersign-code': path.join(sdk, 'src/browser/register.ts') };
  const bundle = await rolldown({ input });
  const names = { entryFileNames: '[name].js', chunkFileNames: 'language-[name].js' };
  await bundle.write({ dir: folder, format: 'esm', minify: true, ...names });
  await bundle.close();
}

/** The sources' own, but that each `./src/x.ts` is `./x.js` with its types. */
function manifest(files: readonly string[]): Record<string, unknown> {
  const own = JSON.parse(readFileSync(path.join(sdk, 'package.json'), 'utf8')) as Manifest;
  const { private: _, devDependencies: __, exports, sideEffects, ...rest } = own;
  const built = (source: string, ending: string) =>
    source.replace('./src/', './').replace(/\.ts$/, ending);
  const modules = Object.entries(exports).map(([name, source]) => [
    name,
    { types: built(source, '.d.ts'), default: built(source, '.js') },
  ]);
  const standalone = { './browser/standalone/*': './browser/standalone/*' };
  return {
    ...rest,
    exports: { ...Object.fromEntries(modules), ...standalone },
    sideEffects: [...sideEffects.map((source) => built(source, '.js')), './browser/standalone/*'],
    files,
  };
}

if (import.meta.main) {
  const folder = path.join(sdk, 'dist');
  await buildSdk(folder);
  console.log(`wrote ${path.relative(process.cwd(), folder)}`);
}
