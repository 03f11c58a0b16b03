/**
 * `npm run scorecard`: runs the tests that exist, or those named, and says of each whether its
 * promise held. Exit status 1 when one asked for failed or does not exist. A test that could not run
 * has failed.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Findings, InvalidRun, type ScorecardTest, type Setup, type Size } from './contract.ts';
import { listPlants, tryPlant } from './plant.ts';
import { shareRig } from './rig/shared.ts';
import { tests } from './tests.ts';

const usage = `npm run scorecard -- [T01 T16 …] [--short | --full] [--seed N]
npm run scorecard -- --plant T01    the test must fail on its planted bug`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      plant: { type: 'boolean', default: false },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const size: Size = values.short ? 'short' : values.full ? 'full' : 'usual';
  const wanted = positionals.map((id) => id.toUpperCase());
  if (values.plant) return runPlants(wanted, size);
  return runTests(wanted, size, values.seed);
}

async function runTests(
  wanted: readonly string[],
  size: Size,
  seedText: string | undefined,
): Promise<number> {
  const unknown = wanted.filter((id) => !tests.some((test) => test.id === id));
  for (const id of unknown) console.log(`${id}  does not exist  NOT HELD`);
  const chosen = tests.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const seed = seedText === undefined ? randomInt(1, 2 ** 31) : Number(seedText);
  const shared = shareRig();
  const log = (text: string) => console.error(`     ${text}`);
  const setup: Setup = { size, seed, isReplay: seedText !== undefined, shared, log };
  let failed = unknown.length;
  try {
    const run = async (some: readonly ScorecardTest[]): Promise<void> => {
      for (const test of some) if (!(await runTest(test, setup))) failed += 1;
    };
    if (size === 'short') {
      const { patient = [], others = [] } = Object.groupBy(chosen, ({ isPatient }) =>
        isPatient ? 'patient' : 'others',
      );
      await Promise.all([run(patient), run(others)]);
    } else {
      await run(chosen);
    }
  } finally {
    await shared.close();
  }
  console.log(`\n${chosen.length + unknown.length - failed} passed, ${failed} failed`);
  return failed === 0 && chosen.length > 0 ? 0 : 1;
}

async function runTest(test: ScorecardTest, setup: Setup): Promise<boolean> {
  const startedAt = performance.now();
  const findings = new Findings();
  let invalid: string | undefined;
  try {
    await test.run(setup, findings);
    if (!setup.shared.isSound()) {
      findings.expect(false, 'a server of the shared rig has died');
      await setup.shared.close();
    }
  } catch (error) {
    // What went wrong with the rig may have broken the shared one: the next test gets a new one.
    await setup.shared.close().catch(() => undefined);
    const { stack, message } = error as Error;
    invalid = error instanceof InvalidRun ? message : (stack ?? String(error));
  }
  const isHeld = findings.isHeld && invalid === undefined;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const verdict = isHeld ? 'held' : invalid === undefined ? 'NOT HELD' : 'NOT HELD (invalid run)';
  const figures = findings.figures.join('; ');
  console.log(`${test.id}  ${test.name}  ${verdict}  ${figures}${figures && '  '}${seconds} s`);
  for (const fault of findings.faults()) console.log(`     - ${fault}`);
  if (invalid !== undefined) console.log(`     - the run is invalid: ${invalid}`);
  const seed = findings.seed ?? setup.seed;
  if (!isHeld) console.log(`     again with: npm run scorecard -- ${test.id} --seed ${seed}`);
  return isHeld;
}

/** Without names: every plant there is. */
async function runPlants(wanted: readonly string[], size: Size): Promise<number> {
  const plants = listPlants();
  const missing = wanted.filter((id) => !plants.some((plant) => plant.testId === id));
  for (const id of missing) console.log(`${id}  has no planted bug`);
  const chosen = plants.filter(({ testId }) => wanted.length === 0 || wanted.includes(testId));
  let missed = missing.length;
  for (const plant of chosen) {
    const outcome = await tryPlant(plant, size);
    console.log(`${plant.name}  ${outcome.isCaught ? 'plant caught' : 'PLANT NOT CAUGHT'}`);
    for (const line of outcome.output.trimEnd().split('\n')) console.log(`     | ${line}`);
    if (!outcome.isCaught) missed += 1;
  }
  console.log(`\n${chosen.length + missing.length - missed} passed, ${missed} failed`);
  return missed === 0 && chosen.length > 0 ? 0 : 1;
}

process.exitCode = await main();
