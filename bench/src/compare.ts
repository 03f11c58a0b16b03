/**
 * `npm run bench -- --against ../other-checkout`: whether our server became slower since another
 * commit. On a machine that others share the figures of two runs an hour apart differ by more than
 * what is asked; so both checkouts run at the same moment, each on a core of its own, and change
 * cores for the other half of a round. What disturbs one of them disturbs both.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { StepResult } from './measurement.ts';
import type { Options } from './options.ts';
import { type BenchResult, errorsOf, stepsOf } from './report.ts';
import { meanRatio } from './statistics.ts';
import { textTable } from './text-table.ts';

const run = promisify(execFile);

/** Flows a second, and CPU microseconds a flow of server and PostgreSQL together. */
interface Figures {
  readonly flows: number;
  readonly cpu: number;
}

interface Round {
  readonly here: Figures;
  readonly there: Figures;
}

/**
 * @param folder A checkout with its dependencies installed. @throws Error when one of the runs fails
 * or has errors: its figures would mean nothing.
 */
export async function compareWith(folder: string, here: string, options: Options): Promise<string> {
  const rounds: Round[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const halves = [
      await both({ here, there: folder }, ['0', '1'], options),
      await both({ here, there: folder }, ['1', '0'], options),
    ];
    rounds.push({
      here: middle(halves.map((half) => half.here)),
      there: middle(halves.map((half) => half.there)),
    });
    console.error(
      `round ${round} of ${options.rounds}: ${rowOf(rounds.at(-1) as Round).join('  ')}`,
    );
  }
  return describe(rounds);
}

async function both(
  folders: { here: string; there: string },
  [ours, theirs]: readonly [string, string],
  options: Options,
): Promise<Round> {
  const [here, there] = await Promise.all([
    measure(folders.here, ours, options),
    measure(folders.there, theirs, options),
  ]);
  return { here, there };
}

async function measure(folder: string, core: string, options: Options): Promise<Figures> {
  const { stdout } = await run(
    'taskset',
    [
      ...['--cpu-list', core, process.execPath, 'bench/src/main.ts', '--only', 'countersign'],
      ...['--connections', String(options.connections[0]), '--seconds', String(options.seconds)],
      ...['--warm-up', String(options.warmUpSeconds)],
    ],
    { cwd: folder },
  );
  const file = /^(\S.*\.json) \(a partial run/m.exec(stdout)?.[1];
  if (file === undefined) throw new Error(`${folder}: the bench printed no result file`);
  const result = JSON.parse(readFileSync(path.resolve(folder, file), 'utf8')) as BenchResult;
  const [step] = stepsOf(result, 'countersign') as [StepResult];
  if (errorsOf(step) > 0) throw new Error(`${folder}: ${errorsOf(step)} errors`);
  const seconds = step.cpu.server + step.cpu.postgres;
  return { flows: step.flowsPerSecond, cpu: (seconds / step.measured.flows) * 1_000_000 };
}

function middle(halves: readonly Figures[]): Figures {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return { flows: mean(halves.map(({ flows }) => flows)), cpu: mean(halves.map(({ cpu }) => cpu)) };
}

function rowOf({ here, there }: Round): string[] {
  return [
    ...[here.flows, there.flows].map((value) => value.toFixed(0)),
    (here.flows / there.flows).toFixed(3),
    ...[here.cpu, there.cpu].map((value) => value.toFixed(0)),
    (here.cpu / there.cpu).toFixed(3),
  ];
}

function describe(rounds: readonly Round[]): string {
  const head = ['flows/s here', 'there', 'ratio', 'CPU µs/flow here', 'there', 'ratio'];
  const flows = meanRatio(rounds.map(({ here, there }) => here.flows / there.flows));
  const cpu = meanRatio(rounds.map(({ here, there }) => here.cpu / there.cpu));
  const said = ({ mean, low, high }: ReturnType<typeof meanRatio>) =>
    `${mean.toFixed(3)} (95 % of ${rounds.length} rounds: ${low.toFixed(3)} to ${high.toFixed(3)})`;
  return [
    textTable(head, rounds.map(rowOf)),
    `flows/s, here to there: ${said(flows)}`,
    `CPU of server and PostgreSQL a flow, here to there: ${said(cpu)}`,
  ].join('\n\n');
}
