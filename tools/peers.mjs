/**
 * Tests against programs nobody here wrote. They come from Debian's packages, so this is the one
 * command that may change the machine; it installs only what is missing.
 */
import { spawnSync } from 'node:child_process';
import { capture, vitest } from './steps.mjs';

/** How to see that a package is there, and its name. */
const demands = [
  { probe: 'curl --version', packages: ['curl', 'ca-certificates'] },
  {
    probe: 'python3 -c "import urllib.request, requests"',
    packages: ['python3', 'python3-requests'],
  },
  { probe: 'ruby -e "require %q(net/http)"', packages: ['ruby'] },
  {
    probe: 'php -r "exit(function_exists(\'curl_init\') ? 0 : 1);"',
    packages: ['php-cli', 'php-curl'],
  },
];

export const peerSteps = [
  { name: "the peers' programs are here", run: ensurePrograms },
  { name: 'conformance of the peers', run: () => vitest('conformance/peers') },
];

async function ensurePrograms() {
  const missing = demands.filter(({ probe }) => !isThere(probe));
  if (missing.length === 0) return { passed: true, output: '' };
  const packages = missing.flatMap(({ packages }) => packages);
  const outcome = await aptInstall(packages);
  const stillMissing = missing.filter(({ probe }) => !isThere(probe));
  return {
    passed: stillMissing.length === 0,
    note: `installed ${packages.join(' ')}`,
    output: `${outcome.output}\nThese do not run: ${stillMissing.map(({ probe }) => probe).join('; ')}`,
  };
}

function isThere(/** @type {string} */ probe) {
  return spawnSync('/bin/sh', ['-c', probe], { stdio: 'ignore' }).status === 0;
}

async function aptInstall(/** @type {string[]} */ packages) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  const run = (/** @type {string[]} */ args) => {
    const [command = '', ...rest] = [...apt, ...args];
    return capture(command, rest);
  };
  const update = await run(['update']);
  const install = await run(['install', '-y', '--no-install-recommends', ...packages]);
  return { passed: install.passed, output: update.output + install.output };
}
