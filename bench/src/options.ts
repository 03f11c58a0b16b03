/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util';

export const targetNames = ['countersign', 'http-floor', 'database-floor', 'better-auth'] as const;
export type TargetName = (typeof targetNames)[number];

export interface Options {
  readonly connections: readonly number[];
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly targets: readonly TargetName[];
  readonly databaseUrl: string | undefined;
  readonly profile: boolean;
  /** Another checkout that our server is compared with. */
  readonly against: string | undefined;
  readonly rounds: number;
}

export const help = `npm run bench -- [options]
  --connections 16,64,128,256   callers at once, one step each
  --seconds 10                  measured seconds of a step (1 to 600)
  --warm-up 3                   seconds before them (0 to 60); 10 with --against
  --only countersign,...        of ${targetNames.join(', ')}
  --database-url postgres://…   another PostgreSQL than the embedded one (superuser; databases
                                named countersign_bench_* in it are dropped and made again)
  --profile                     where the time of our server and of PostgreSQL's statements goes,
                                during the largest step up to 128 (needs the embedded PostgreSQL)
  --against ../other            our server beside that of another checkout (with its dependencies
                                installed), both at once and each on a core of its own; the first of
                                --connections, and only Linux (taskset)
  --rounds 6                    of that comparison (2 to 50); one takes about a minute
  --help`;

/**
 * In the first seconds V8 compiles, on threads that a comparison's single core has no room for: more code
 * takes longer, which says nothing of the flow that both are asked about.
 */
const warmUpSeconds = { alone: '3', compared: '10' };
const defaults = { connections: [16, 64, 128, 256], seconds: 10 };

/** @returns undefined when help was asked for. @throws Error naming the option that is wrong. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      connections: { type: 'string', default: defaults.connections.join() },
      seconds: { type: 'string', default: String(defaults.seconds) },
      'warm-up': { type: 'string' },
      only: { type: 'string', default: targetNames.join() },
      'database-url': { type: 'string' },
      profile: { type: 'boolean', default: false },
      against: { type: 'string' },
      rounds: { type: 'string', default: '6' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.profile && values['database-url'] !== undefined) {
    throw new Error('--profile needs the embedded PostgreSQL: leave --database-url out');
  }
  const usual = values.against === undefined ? warmUpSeconds.alone : warmUpSeconds.compared;
  const warmUp = values['warm-up'] ?? usual;
  return {
    connections: list(values.connections).map((text) =>
      integer({ name: 'connections', text, from: 1, to: 1_000 }),
    ),
    seconds: integer({ name: 'seconds', text: values.seconds, from: 1, to: 600 }),
    warmUpSeconds: integer({ name: 'warm-up', text: warmUp, from: 0, to: 60 }),
    targets: list(values.only).map(targetName),
    databaseUrl: values['database-url'],
    profile: values.profile,
    against: values.against,
    rounds: integer({ name: 'rounds', text: values.rounds, from: 2, to: 50 }),
  };
}

/** Whether the run is one whose figures may be kept and shown: everything, long enough. */
export function isWholeRun(options: Options): boolean {
  return (
    options.seconds >= defaults.seconds &&
    !options.profile &&
    defaults.connections.every((wanted) => options.connections.includes(wanted)) &&
    targetNames.every((name) => options.targets.includes(name))
  );
}

/** The step that is profiled: 128 callers, or the nearest below when that is not run. */
export function profiledConnections(options: Options): number {
  const upTo128 = options.connections.filter((connections) => connections <= 128);
  return upTo128.length > 0 ? Math.max(...upTo128) : Math.min(...options.connections);
}

function list(text: string): string[] {
  return text.split(',').filter((part) => part !== '');
}

function targetName(text: string): TargetName {
  const name = targetNames.find((candidate) => candidate === text);
  if (name === undefined) throw new Error(`--only: '${text}' is none of ${targetNames.join(', ')}`);
  return name;
}

function integer(input: { name: string; text: string; from: number; to: number }): number {
  const value = Number(input.text);
  const isRight = Number.isInteger(value) && value >= input.from && value <= input.to;
  if (isRight) return value;
  throw new Error(`--${input.name}: '${input.text}' is not within ${input.from} to ${input.to}`);
}
