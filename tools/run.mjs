/**
 * The one entry behind every npm script: decides what must be there before a command can run
 * (dependencies, the built console), sees to it, and runs the real thing on Node 24. Plain
 * JavaScript without dependencies, because it is the first thing to run on a fresh clone.
 */
import { ensureConsole } from './console-build.mjs';
import { runInForeground } from './foreground.mjs';
import { ensureInstalled } from './install.mjs';
import { say } from './say.mjs';

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const commands = {
  start: async (args) => {
    await ensureConsole();
    return runInForeground('server/src/main.ts', args);
  },
  countersign: (args) => runInForeground('server/src/cli.ts', args),
  test: async (args) => {
    const { runSteps, testSteps } = await import('./steps.mjs');
    return runSteps(testSteps, args);
  },
  check: async (args) => {
    const { checkSteps, runSteps } = await import('./steps.mjs');
    return runSteps(checkSteps, args);
  },
  'test:peers': async () => {
    const { peerSteps } = await import('./peers.mjs');
    const { runSteps } = await import('./steps.mjs');
    return runSteps(peerSteps, []);
  },
  bench: (args) => runInForeground('bench/src/main.ts', args),
  scorecard: (args) => runInForeground('scorecard/main.ts', args),
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  say(`there is no command "${name}"; known: ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
try {
  await ensureInstalled();
  process.exitCode = await command(args);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
