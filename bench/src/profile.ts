/** Reads a V8 CPU profile: which functions and which packages the time went to. */
import { readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { root } from './machine.ts';
import { textTable } from './text-table.ts';

const functionsShown = 25;
const foldersShown = 25;

type Node = Profiler.ProfileNode;

interface Sample {
  readonly node: Node;
  readonly milliseconds: number;
}

interface Share {
  readonly name: string;
  readonly milliseconds: number;
}

export function describeProfile(file: string): string {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profiler.Profile;
  const samples = selfTimes(profile);
  const busy = samples.filter(({ node }) => node.callFrame.functionName !== '(idle)');
  const total = sumOf(samples);
  const busyTime = sumOf(busy);
  const ownerOf = createOwnerLookup(profile);
  const functions = gather(busy, (node) => `${functionOf(node)}\t${placeOf(node)}`);
  const folders = gather(busy, folderOf);
  const owners = gather(busy, ownerOf);
  const table = (entries: readonly Share[], head: readonly string[]) =>
    textTable(
      ['share', 'ms', ...head],
      entries.map((entry) => row(entry, busyTime)),
    );
  return [
    `CPU profile ${file}: ${seconds(total)} s, ${percent(total - busyTime, total)} idle; shares of the rest`,
    table(functions.slice(0, functionsShown), ['function', 'place']),
    table(folders.slice(0, foldersShown), ['package or folder, its own code']),
    table(owners.slice(0, foldersShown), ['with the native and Node code it called']),
  ].join('\n\n');
}

function selfTimes(profile: Profiler.Profile): Sample[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const deltas = profile.timeDeltas ?? [];
  return (profile.samples ?? []).flatMap((id, index) => {
    const node = nodes.get(id);
    // A delta is the time before its sample: the sample's own time is the following delta.
    return node ? [{ node, milliseconds: Math.max(0, deltas[index + 1] ?? 0) / 1_000 }] : [];
  });
}

function sumOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, sample) => sum + sample.milliseconds, 0);
}

/** Sums by name, the largest first. */
function gather(samples: readonly Sample[], nameOf: (node: Node) => string): Share[] {
  const sums = new Map<string, number>();
  for (const { node, milliseconds } of samples) {
    const name = nameOf(node);
    sums.set(name, (sums.get(name) ?? 0) + milliseconds);
  }
  return [...sums]
    .map(([name, milliseconds]) => ({ name, milliseconds }))
    .sort((one, other) => other.milliseconds - one.milliseconds);
}

/** Climbs from native code and Node's own modules to the package or folder that called them. */
function createOwnerLookup(profile: Profiler.Profile): (node: Node) => string {
  const parents = new Map<number, Node>();
  for (const node of profile.nodes) {
    for (const child of node.children ?? []) parents.set(child, node);
  }
  return (start) => {
    for (let node: Node | undefined = start; node; node = parents.get(node.id)) {
      if (node.callFrame.url !== '' && !node.callFrame.url.startsWith('node:'))
        return folderOf(node);
    }
    return folderOf(start);
  };
}

function row(entry: Share, total: number): string[] {
  return [percent(entry.milliseconds, total), entry.milliseconds.toFixed(0)].concat(
    entry.name.split('\t'),
  );
}

function functionOf(node: Profiler.ProfileNode): string {
  return node.callFrame.functionName || '(anonymous)';
}

function placeOf(node: Profiler.ProfileNode): string {
  const { url, lineNumber } = node.callFrame;
  return url === '' ? '' : `${shortPath(url)}:${lineNumber + 1}`;
}

function folderOf(node: Profiler.ProfileNode): string {
  const { url, functionName } = node.callFrame;
  if (url === '') return functionName.startsWith('(') ? functionName : 'V8 and native code';
  if (url.startsWith('node:')) return `node: ${url.slice(5).replace(/^internal\//, '')}`;
  const short = shortPath(url);
  const dependency = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(short)?.[1];
  if (dependency !== undefined) return `package ${dependency}`;
  return short.replace(/\/[^/]*$/, '/');
}

function shortPath(url: string): string {
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  return file.startsWith(root) ? file.slice(root.length + 1) : file;
}

function percent(part: number, whole: number): string {
  return `${((part / Math.max(whole, 1)) * 100).toFixed(1)} %`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1);
}
