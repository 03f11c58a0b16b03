/**
 * What `npm test` and `npm run check` promise, one guarantee after the other but for those that leave a
 * processor idle (lanes). Nothing is skipped in silence: a step without a single test fails, and tests
 * that were skipped are counted aloud.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureConsole } from './console-build.mjs';
import { ownPath } from './foreground.mjs';
import { findNode, root } from './node.mjs';

const STEP_MINUTES_MAX = 10;

/**
 * @typedef {{ passed: boolean, note?: string, output: string }} Outcome
 * @typedef {{ name: string, lane?: string, run: () => Promise<Outcome> }} Step
 */

/** @type {Step[]} */
export const checkSteps = [
  { name: 'types hold', lane: 'types', run: checkTypes },
  {
    name: 'format and lint',
    lane: 'rules',
    run: () => tool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']),
  },
  {
    name: 'no forbidden imports',
    lane: 'rules',
    run: () =>
      tool('dependency-cruiser/bin/dependency-cruiser.mjs', [
        '--config',
        '.dependency-cruiser.cjs',
        ...['server/src', 'console/src', 'sdk/src', 'sdk/test', 'conformance', 'bench/src'],
        ...['scorecard', 'tools'],
      ]),
  },
  { name: 'nothing unused', lane: 'rules', run: () => tool('knip/bin/knip.js', []) },
  { name: 'house rules', lane: 'rules', run: () => vitest('tools') },
];

/** @type {Step[]} */
export const testSteps = [
  ...checkSteps,
  { name: 'unit and database tests', run: () => vitest('server') },
  { name: 'conformance', lane: 'wires', run: () => vitest('conformance') },
  // One lane: both unpack the same browser.
  { name: 'sdk on Node, Deno, Bun and Chromium', lane: 'pages', run: () => vitest('sdk') },
  { name: 'browser', lane: 'pages', run: browser },
  { name: 'races and crashes', run: racesAndCrashes },
];

/**
 * @param {readonly Step[]} steps
 * @param {readonly string[]} wanted words that a step's name must contain; none: all steps
 * @returns {Promise<number>} exit status
 */
export async function runSteps(steps, wanted) {
  const chosen = steps.filter(({ name }) => wanted.every((word) => name.includes(word)));
  const results = [];
  for (const together of lanesOf(chosen)) {
    results.push(...(await Promise.all(together.map(runInOrder))).flat());
  }
  const failed = results.filter(({ outcome }) => !outcome.passed);
  process.stdout.write('\n');
  for (const { name, seconds, outcome } of results) {
    process.stdout.write(`${line(name, seconds, outcome)}\n`);
  }
  process.stdout.write(`${results.length - failed.length} passed, ${failed.length} failed\n`);
  return failed.length === 0 && results.length > 0 ? 0 : 1;
}

/**
 * Neighbours that name a lane run beside each other, lane by lane; every other step runs alone.
 * @param {readonly Step[]} steps
 * @returns {Step[][][]} what runs at one time: lanes, each with its steps in order
 */
function lanesOf(steps) {
  /** @type {Map<string, Step[]>[]} */
  const times = [];
  for (const step of steps) {
    const last = times.at(-1);
    const isBeside = step.lane !== undefined && last !== undefined && !last.has('');
    const time = isBeside ? last : new Map();
    if (!isBeside) times.push(time);
    const lane = step.lane ?? '';
    time.set(lane, [...(time.get(lane) ?? []), step]);
  }
  return times.map((time) => [...time.values()]);
}

async function runInOrder(/** @type {readonly Step[]} */ steps) {
  const results = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}

async function runStep(/** @type {Step} */ { name, run }) {
  const started = performance.now();
  /** @type {Outcome} */
  const outcome = await run().catch((error) => ({ passed: false, output: String(error) }));
  const seconds = (performance.now() - started) / 1_000;
  process.stdout.write(`${line(name, seconds, outcome)}\n`);
  if (!outcome.passed) process.stdout.write(`${outcome.output.trimEnd()}\n\n`);
  return { name, seconds, outcome };
}

/**
 * @param {string} name
 * @param {number} seconds
 * @param {Outcome} outcome
 */
function line(name, seconds, { passed, note }) {
  return `${passed ? 'ok    ' : 'FAILED'}  ${name} (${[`${seconds.toFixed(1)} s`, note].filter(Boolean).join(', ')})`;
}

async function checkTypes() {
  const workspaces = [
    ...['server', 'console', 'sdk', 'sdk/test', 'conformance'],
    ...['bench', 'scorecard', 'tools'],
  ];
  const compiler = '@typescript/native/bin/tsc';
  const outcomes = [];
  for (const workspace of workspaces) {
    outcomes.push(await tool(compiler, ['-p', workspace, '--pretty', 'false']));
  }
  return {
    passed: outcomes.every(({ passed }) => passed),
    output: outcomes.map(({ output }) => output).join(''),
  };
}

/** Starting and stopping, then the scorecard in its short sizes. */
async function racesAndCrashes() {
  const races = await vitest('conformance/races');
  const card = await capture(findNode(), [path.join(root, 'scorecard/main.ts'), '--short']);
  const summary = /^\d+ passed, \d+ failed$/m.exec(card.output)?.[0] ?? 'did not finish';
  return {
    passed: races.passed && card.passed,
    note: `${races.note}; scorecard: ${summary}`,
    output: [
      ...(races.passed ? [] : [races.output]),
      ...(card.passed ? [] : [notHeldFirst(card.output)]),
    ].join('\n'),
  };
}

/** A log that is cut short still says which promise was not held, and why. */
function notHeldFirst(/** @type {string} */ output) {
  const broken = output.match(/^.* NOT HELD.*\n(?: {5}.*\n)*/gm) ?? [];
  return `${broken.join('')}\nThe whole of the scorecard:\n${output}`;
}

async function browser() {
  await ensureConsole();
  return vitest('conformance/browser');
}

/**
 * Runs the tests of one folder, which holds its own vitest configuration.
 * @param {string} folder
 * @returns {Promise<Outcome>}
 */
export async function vitest(folder) {
  if (!existsSync(path.join(root, folder))) {
    return { passed: false, output: `There is no folder ${folder}: these tests are missing.` };
  }
  const report = path.join(root, '.cache', `${folder.replaceAll('/', '-')}-tests.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const { passed, output } = await tool('vitest/vitest.mjs', [
    'run',
    ...['--root', folder, '--passWithNoTests=false'],
    ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  if (!existsSync(report)) return { passed: false, output };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const skipped = numPendingTests + numTodoTests;
  const counts = [
    `${numPassedTests} tests passed`,
    numFailedTests > 0 ? `${numFailedTests} failed` : '',
    skipped > 0 ? `${skipped} SKIPPED` : '',
  ];
  const note = counts.filter(Boolean).join(', ');
  return { passed: passed && numPassedTests > 0, note, output };
}

/**
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
function tool(script, args) {
  return capture(findNode(), [path.join(root, 'node_modules', script), ...args]);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
export function capture(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: {
        ...process.env,
        ...{ PATH: ownPath(), CI: 'true', NO_COLOR: '1' },
        // Servers are started some fifty times: each would compile the same sources again.
        NODE_COMPILE_CACHE: path.join(root, '.cache/node'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: STEP_MINUTES_MAX * 60_000,
      killSignal: 'SIGKILL',
    });
    /** @type {Buffer[]} */
    const written = [];
    child.stdout.on('data', (chunk) => written.push(chunk));
    child.stderr.on('data', (chunk) => written.push(chunk));
    const output = () => Buffer.concat(written).toString('utf8');
    child.once('error', (error) => resolve({ passed: false, output: String(error) }));
    child.once('close', (code, signal) => {
      const end = signal ? `\nended by ${signal} (more than ${STEP_MINUTES_MAX} minutes?)` : '';
      resolve({ passed: code === 0, output: output() + end });
    });
  });
}
