/** The figures as text and as a file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from './machine.ts';
import type { StepResult } from './measurement.ts';
import type { TargetName } from './options.ts';
import { textTable } from './text-table.ts';

export interface BenchResult {
  readonly startedAt: string;
  readonly commit: string;
  readonly isModified: boolean;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly postgres: Readonly<Record<string, string>>;
  readonly plan: {
    readonly seconds: number;
    readonly warmUpSeconds: number;
    readonly floorRowsPerFlow: number;
  };
  readonly targets: readonly { readonly name: TargetName; readonly steps: readonly StepResult[] }[];
}

const titles: Readonly<Record<TargetName, string>> = {
  countersign: 'Countersign',
  'http-floor': 'HTTP floor',
  'database-floor': 'database floor',
  'better-auth': 'Better Auth',
};

export function titleOf(name: TargetName): string {
  return titles[name];
}

export function stepsOf(result: BenchResult, name: TargetName): readonly StepResult[] {
  return result.targets.find((target) => target.name === name)?.steps ?? [];
}

export function describeResult(result: BenchResult): string {
  return [
    describeCircumstances(result),
    describeSpeed(result),
    describeUse(result),
    describeRatios(result),
    describeErrors(result),
    describeDisturbance(result),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function describeCircumstances({ machine, versions, postgres, plan }: BenchResult): string {
  const settings = Object.entries(postgres).filter(([name]) => name !== 'server_version');
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGibibytes} GiB, Linux ${machine.kernel}`,
    `Node ${machine.node}, ${Object.entries(versions)
      .map((entry) => entry.join(' '))
      .join(', ')}`,
    `PostgreSQL ${postgres.server_version}: ${settings.map((entry) => entry.join('=')).join(' ')}`,
    `one durable 8 kB write to this disk takes ${machine.flushMilliseconds.toFixed(2)} ms`,
    `${plan.warmUpSeconds} s warm-up, ${plan.seconds} s measured; the load generator and PostgreSQL share the cores`,
  ].join('\n');
}

function describeSpeed(result: BenchResult): string {
  const rows = result.targets.flatMap(({ name, steps }) =>
    steps.map((step) => [
      titles[name],
      String(step.connections),
      count(step.flowsPerSecond),
      milliseconds(step.measured.flow.p50),
      milliseconds(step.measured.flow.p99),
      milliseconds(step.measured.start.p50),
      milliseconds(step.measured.start.p99),
      milliseconds(step.measured.check.p50),
      milliseconds(step.measured.check.p99),
      name === 'countersign' || name === 'better-auth'
        ? milliseconds(step.measured.codeWait.p99)
        : '–',
      String(errorsOf(step)),
    ]),
  );
  const head = ['target', 'callers', 'flows/s', 'flow p50', 'p99', 'start p50', 'p99'];
  return `Speed (times in ms; flow = start + check)\n${textTable(
    [...head, 'check p50', 'p99', 'code p99', 'errors'],
    rows,
  )}`;
}

function describeUse(result: BenchResult): string {
  const rows = result.targets.flatMap(({ name, steps }) =>
    steps.map((step) => [
      titles[name],
      String(step.connections),
      ...[step.cpu.server, step.cpu.postgres, step.cpu.generator, step.cpu.others].map(seconds),
      perFlow(step, step.cpu.server),
      perFlow(step, step.cpu.postgres),
      memory(step.memory.server),
      memory(step.memory.postgres),
      ...databaseCells(step),
    ]),
  );
  const head = ['target', 'callers', 'server', 'PG', 'generator', 'others', 'server/flow'];
  const counters = ['commits', 'rows', 'WAL bytes', 'flushes'];
  const note =
    'CPU seconds in the window, CPU microseconds a flow, MiB, and the work of the database a flow';
  return `Use (${note})\n${textTable(
    [...head, 'PG/flow', 'peak MiB', 'PG MiB', ...counters],
    rows,
  )}`;
}

function databaseCells({ database }: StepResult): string[] {
  if (database === undefined) return ['–', '–', '–', '–'];
  const { commits, rows, walBytes, walFlushes } = database;
  return [commits.toFixed(3), rows.toFixed(1), walBytes.toFixed(0), walFlushes.toFixed(3)];
}

function describeRatios(result: BenchResult): string {
  const peer = stepsOf(result, 'better-auth');
  const rows = stepsOf(result, 'countersign').map((step) => [
    String(step.connections),
    ratio(step, stepsOf(result, 'http-floor'), speedOf),
    ratio(step, stepsOf(result, 'database-floor'), speedOf),
    ratio(step, peer, speedOf),
    ratio(step, peer, flowsPerCpuSecond),
  ]);
  if (rows.length === 0) return '';
  const head = ['callers', 'of the HTTP floor', 'of the database floor', 'of Better Auth'];
  return `Countersign's flows/s as a multiple\n${textTable([...head, 'by CPU used'], rows)}`;
}

function speedOf(step: StepResult): number {
  return step.flowsPerSecond;
}

/** Server and PostgreSQL together: hardly moved by what else runs on the machine. */
function flowsPerCpuSecond({ measured, cpu }: StepResult): number {
  return measured.flows / Math.max(0.01, cpu.server + cpu.postgres);
}

function ratio(
  step: StepResult,
  others: readonly StepResult[],
  figureOf: (step: StepResult) => number,
): string {
  const other = others.find((candidate) => candidate.connections === step.connections);
  if (other === undefined || figureOf(other) === 0) return '–';
  return (figureOf(step) / figureOf(other)).toFixed(2);
}

/** Above this share of the machine's time, what else ran has moved the figures. */
const disturbedShare = 0.05;

/** A sentence when other programs took the processors meanwhile; empty when the machine was ours. */
export function describeDisturbance({ machine, targets }: BenchResult): string {
  const shares = targets.flatMap(({ steps }) =>
    steps.map(({ cpu, measured }) => cpu.others / (measured.seconds * machine.cores)),
  );
  const worst = Math.max(0, ...shares);
  if (worst <= disturbedShare) return '';
  const disturbed = shares.filter((share) => share > disturbedShare).length;
  return (
    `Other programs took up to ${(worst * 100).toFixed(0)} % of the processors ` +
    `(more than 5 % in ${disturbed} of ${shares.length} steps): trust the ratio by CPU used.`
  );
}

function describeErrors(result: BenchResult): string {
  const lines = result.targets.flatMap(({ name, steps }) =>
    steps.flatMap((step) =>
      step.measured.errors.map(
        (error) => `  ${titles[name]}, ${step.connections} callers: ${error.count} × ${error.text}`,
      ),
    ),
  );
  return lines.length === 0 ? 'No errors.' : `Errors, warm-up included:\n${lines.join('\n')}`;
}

export function errorsOf(step: StepResult): number {
  return step.measured.errors.reduce((sum, error) => sum + error.count, 0);
}

/** Writes the result and says where. */
export function keepResult(result: BenchResult, directory: string): string {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `${result.startedAt.slice(0, 10)}-${result.commit}.json`);
  writeFileSync(file, `${JSON.stringify(result, rounded, 2)}\n`);
  return file;
}

/** Three decimals say all that a measurement of this kind can say. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}

function count(value: number): string {
  return value.toFixed(0);
}

function milliseconds(value: number): string {
  return value.toFixed(1);
}

function seconds(value: number): string {
  return value.toFixed(2);
}

function memory(value: number): string {
  return value === 0 ? '–' : value.toFixed(0);
}

function perFlow(step: StepResult, cpuSeconds: number): string {
  return ((cpuSeconds / Math.max(1, step.measured.flows)) * 1e6).toFixed(0);
}
