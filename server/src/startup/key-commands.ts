/**
 * `countersign keys …`: exchanges a sealing key while nodes run, in the order docs/operating.md has.
 * Each command says what comes next; none goes on before what it builds upon is so on every node.
 */
import { Argument, Command } from 'commander';
import { recordAudit } from '../audit/record-audit.ts';
import { addKey, type EditedRing, promoteKey, removeKey } from '../kernel/edit-key-ring.ts';
import { sealingKeysOf } from '../kernel/secret-box.ts';
import { describeKeys, type KeyState } from '../resealing/key-states.ts';
import { type ResealProgress, resealValues } from '../resealing/reseal-values.ts';
import { retireKey } from '../resealing/retire-key.ts';
import { replaceKeyRing } from './key-ring-file.ts';
import type { CommandDeps } from './open-for-command.ts';

const everywhere = 'Give this ring to every node and restart them one after the other; then run';

interface Shell {
  /** What the command line does around the work: opens, closes, prints what it answers. */
  run<Args extends unknown[]>(
    work: (deps: CommandDeps, ...args: Args) => Promise<unknown>,
  ): (...args: Args) => Promise<void>;
  /** Who did it, in the audit. */
  readonly actor: string;
}

/** Work on keys, and who does it. */
type KeyDeps = CommandDeps & Pick<Shell, 'actor'>;

export function keyCommands({ run: runWith, actor }: Shell): Command {
  const run = <Args extends unknown[]>(
    work: (deps: KeyDeps, ...args: Args) => Promise<unknown>,
  ): ((...args: Args) => Promise<void>) =>
    runWith((deps, ...args: Args) => work({ ...deps, actor }, ...args));
  const keys = new Command('keys').description('Sealing keys of the key ring, and their exchange.');
  const key = new Argument('[key]', 'fingerprint from the list');
  keys
    .command('list')
    .description('every key, and how many nodes seal under it or know it')
    .action(run(describeKeys));
  keys
    .command('add')
    .description('1. a new key behind the current one: it opens and does not seal yet')
    .action(run(add));
  keys
    .command('promote')
    .description('2. the new key first, once every node has it: they seal under it')
    .addArgument(key)
    .action(run(promote));
  keys
    .command('reseal')
    .description('3. seals everything anew under the first key; may be killed and begun again')
    .action(run(reseal));
  keys
    .command('retire')
    .description('4. lets an old key go, once nothing depends on it')
    .addArgument(key)
    .action(run(retire));
  return keys;
}

async function add(deps: KeyDeps): Promise<object> {
  const { keys } = await describeKeys(deps);
  const waiting = keys.find(({ state, inRing }) => state === 'unused' && inRing === 'behind');
  if (waiting) throw new Error(`The ring has a new key already, ${waiting.key}: promote it.`);
  const ring = addKey(deps.keyRingSource.text);
  await note(deps, 'key.added', ring.key);
  return { added: ring.key, ...put(deps, ring), next: `${everywhere} "keys promote".` };
}

async function promote(deps: KeyDeps, wanted: string | undefined): Promise<object> {
  const [current, second] = sealingKeysOf(deps.keyRing);
  const key = wanted ?? second;
  if (key === undefined) throw new Error('The ring has one key only. Run "keys add" first.');
  const next = `${everywhere} "keys reseal".`;
  if (key === current) return { promoted: key, next };
  const ring = promoteKey(deps.keyRingSource.text, key);
  const { keys, nodes } = await describeKeys(deps);
  const { state, knowingNodes } = keys.find((known) => known.key === key) as KeyState;
  if (state === 'retiring' || state === 'retired') throw new Error(`${key} is ${state}.`);
  if (knowingNodes < nodes) {
    throw new Error(
      `${nodes - knowingNodes} of ${nodes} nodes do not have ${key} yet and could not read what ` +
        'others seal under it. Give them this ring and restart them. A node that was killed counts ' +
        'for a minute.',
    );
  }
  await note(deps, 'key.promoted', key);
  return { promoted: key, ...put(deps, ring), next };
}

async function reseal(deps: KeyDeps): Promise<object> {
  const large = deps.openLarge();
  try {
    const startedAt = performance.now();
    const result = await resealValues({ db: large, keyRing: deps.keyRing }, printProgress());
    const seconds = Number(((performance.now() - startedAt) / 1_000).toFixed(1));
    await note(deps, 'key.resealed', result.key, { rows: result.resealed, left: result.left });
    const isDone = result.left === 0 && Object.keys(result.unreadable).length === 0;
    if (!isDone) process.exitCode = 1;
    return { ...result, seconds, next: isDone ? 'Run "keys retire".' : whatIsLeft(result) };
  } finally {
    await large.close();
  }
}

function whatIsLeft({ left }: { left: number }): string {
  return left > 0
    ? 'Nodes seal under another key meanwhile ("keys list"): restart them with this ring, then run this again.'
    : 'Some values do not open with this ring: they were altered, or need a key it lacks.';
}

/** A line a second and table, for the people who wait. */
function printProgress(): (progress: ResealProgress) => void {
  let lastAt = performance.now();
  return ({ table, read, resealed }) => {
    if (performance.now() - lastAt < 1_000) return;
    lastAt = performance.now();
    process.stderr.write(`${table}: ${read} rows looked at, ${resealed} sealed anew\n`);
  };
}

async function retire(deps: KeyDeps, wanted: string | undefined): Promise<object> {
  const { keys } = await describeKeys(deps);
  const key = wanted ?? theOldKey(keys);
  const known = keys.find((state) => state.key === key);
  if (!known) throw new Error(`Nobody knows a key ${key}. See "keys list".`);
  const large = deps.openLarge();
  try {
    await retireKey({ db: large, keyRing: deps.keyRing }, { key, actor: deps.actor });
  } finally {
    await large.close();
  }
  const left = known.inRing === 'no' ? {} : put(deps, removeKey(deps.keyRingSource.text, key));
  const next =
    'Nodes may have the ring without it from now on. Keep the key apart as long as there are ' +
    'backups of the database from before.';
  return { retired: key, ...left, next };
}

/** @throws Error when it is not clear which is meant. */
function theOldKey(keys: readonly KeyState[]): string {
  const old = keys.filter(({ inRing, state }) => inRing === 'behind' && state !== 'unused');
  const [only, ...others] = old;
  if (only && others.length === 0) return only.key;
  if (!only) throw new Error('The ring has no old key.');
  throw new Error(`The ring has ${old.length} old keys. Name one: see "keys list".`);
}

/** A ring in the data folder is replaced; one that was configured is printed, for its owner to put. */
function put({ keyRingSource: { file } }: CommandDeps, { text }: EditedRing): object {
  if (file === undefined) return { keyRing: JSON.parse(text) as object };
  replaceKeyRing(file, text);
  return { keyRing: file };
}

function note(
  deps: KeyDeps,
  action: string,
  key: string,
  data?: Readonly<Record<string, unknown>>,
): Promise<void> {
  return deps.db.transaction((tx) =>
    recordAudit(tx, { actor: deps.actor, action, subject: key, ...(data && { data }) }),
  );
}
