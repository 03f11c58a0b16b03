/**
 * `npm run bench`: measures our server, the HTTP floor, the database floor and Better Auth in one
 * run, prints the tables, keeps the figures and draws the chart. Bounded in time; leaves nothing
 * running and nothing on the disk but its results.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawChart } from './chart.ts';
import { killChildren } from './child.ts';
import { compareWith } from './compare.ts';
import { describeMachine, describeSources, root, versionOf } from './machine.ts';
import type { StepResult, WindowHooks } from './measurement.ts';
import { help, isWholeRun, type Options, profiledConnections, readOptions } from './options.ts';
import { type BenchPostgres, openPostgres } from './postgres.ts';
import { isRunning } from './processes.ts';
import { describeProfile } from './profile.ts';
import { type BenchResult, describeResult, errorsOf, keepResult, titleOf } from './report.ts';
import { describeStatements } from './statement-profile.ts';
import { type OpenTarget, openTarget } from './targets.ts';

/** Rows of a flow when our own server is not in the run; see README.md. */
const floorRowsDefault = 10;
const profileSeconds = 30;
const cache = path.join(root, '.cache/bench');

async function bench(options: Options): Promise<void> {
  // Beside the sources and not in /tmp, which may be memory: a flush must reach a disk.
  const directory = path.join(cache, `run-${process.pid}`);
  removeDeadRuns();
  mkdirSync(directory, { recursive: true });
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const postgres = await openPostgres({
    directory,
    url: options.databaseUrl,
    isTracking: options.profile,
  });
  const stopWatching = endOnSignalOrTime(options, postgres);
  try {
    finish(options, await measureAll(options, postgres, directory));
  } finally {
    stopWatching();
    killChildren();
    await postgres.stop();
  }
}

/** What a killed bench left behind: its PostgreSQL has ended by itself, its files stay. */
function removeDeadRuns(): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const pid = Number(/^run-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid))
      rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

async function measureAll(
  options: Options,
  postgres: BenchPostgres,
  directory: string,
): Promise<BenchResult> {
  const facts = {
    startedAt: new Date().toISOString(),
    ...describeSources(),
    machine: describeMachine(directory),
    versions: { fastify: versionOf('fastify'), pg: versionOf('pg') },
    postgres: postgres.settings,
  };
  const targets: { name: Options['targets'][number]; steps: StepResult[] }[] = [];
  let rowsPerFlow = floorRowsDefault;
  for (const name of options.targets) {
    const floorWork = { rowsPerFlow };
    const context = { postgres, directory, logDirectory: cache, floorWork };
    const steps = await measureTarget(name, options, context);
    targets.push({ name, steps });
    if (name === 'countersign') rowsPerFlow = rowsOf(steps);
  }
  const { seconds, warmUpSeconds } = options;
  const plan = { seconds, warmUpSeconds, floorRowsPerFlow: rowsPerFlow };
  return { ...facts, plan, targets };
}

async function measureTarget(
  name: Options['targets'][number],
  options: Options,
  context: Parameters<typeof openTarget>[1],
): Promise<StepResult[]> {
  const { seconds, warmUpSeconds } = options;
  await context.postgres.checkpoint();
  const target = await openTarget(name, context);
  const steps: StepResult[] = [];
  for (const connections of options.connections) {
    const isProfiled = options.profile && connections === profiledConnections(options);
    const isOurs = name === 'countersign';
    const hooks = isProfiled && isOurs ? profiling(target, context.postgres) : undefined;
    const result = await target.run({ connections, warmUpSeconds, seconds }, hooks);
    console.error(
      `${titleOf(name)}, ${connections} callers: ${result.flowsPerSecond.toFixed(0)} flows/s, ` +
        `p99 ${result.measured.flow.p99.toFixed(1)} ms, ${errorsOf(result)} errors`,
    );
    steps.push(result);
  }
  await target.close();
  return steps;
}

/** Profiles the server and PostgreSQL inside the measured window, and prints what was found. */
function profiling(target: OpenTarget, postgres: BenchPostgres): WindowHooks {
  const file = path.join(cache, 'countersign.cpuprofile');
  return {
    opened: async () => {
      await postgres.resetStatements();
      target.server?.send({ kind: 'profile-start' });
      await target.server?.next('profiling', profileSeconds);
    },
    closed: async () => {
      const statements = await postgres.statementsOf(target.database);
      target.server?.send({ kind: 'profile-stop', path: file });
      await target.server?.next('profiled', profileSeconds);
      console.log(`${describeProfile(file)}\n\n${describeStatements(statements)}\n`);
    },
  };
}

/** The most rows a step wrote for a flow: the floor must not do less than we do. */
function rowsOf(steps: readonly StepResult[]): number {
  const rows = steps.map((step) => step.database?.rows ?? 0);
  return Math.max(2, Math.round(Math.max(...rows)));
}

function finish(options: Options, result: BenchResult): void {
  console.log(describeResult(result));
  const isRight = result.targets.every(({ steps }) => steps.every((step) => errorsOf(step) === 0));
  if (!isRight) process.exitCode = 1;
  if (!isRight || !isWholeRun(options)) {
    const reason = isRight ? 'a partial run' : 'there were errors';
    console.log(`\n${keepResult(result, cache)} (${reason}: the chart stays as it is)`);
    return;
  }
  const chart = path.join(root, 'docs/img/bench.svg');
  mkdirSync(path.dirname(chart), { recursive: true });
  writeFileSync(chart, drawChart(result));
  console.log(`\n${keepResult(result, path.join(root, 'bench/results'))}\n${chart}`);
}

/** However the bench is ended, its children and its PostgreSQL end as well. */
function endOnSignalOrTime(options: Options, postgres: BenchPostgres): () => void {
  const stepSeconds = options.warmUpSeconds + options.seconds + 15;
  const limitSeconds = 300 + options.targets.length * options.connections.length * stepSeconds;
  const end = (reason: string) => {
    console.error(`bench ended: ${reason}`);
    killChildren();
    setTimeout(() => process.exit(1), 15_000).unref();
    void postgres.stop().finally(() => process.exit(1));
  };
  const timer = setTimeout(() => end(`longer than ${limitSeconds} s`), limitSeconds * 1_000);
  process.once('SIGINT', () => end('interrupted'));
  process.once('SIGTERM', () => end('terminated'));
  const onDisconnect = () => end('its launcher is gone');
  process.once('disconnect', onDisconnect);
  return () => {
    clearTimeout(timer);
    // A listener on the channel to the launcher would keep this process alive.
    process.off('disconnect', onDisconnect);
  };
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(help);
  else if (options.against === undefined) await bench(options);
  else console.log(await compareWith(path.resolve(options.against), root, options));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
