/**
 * Where the key ring comes from: the configuration, or a file in the data folder that is made on the
 * first run and readable by its owner only. Must never overwrite a ring.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateKeyRing, type KeyRing, readKeyRing } from '../kernel/secret-box.ts';

export function loadKeyRing(
  options: { keyRing: string | undefined; dataDirectory: string },
  log: (text: string) => void,
): KeyRing {
  if (options.keyRing !== undefined) return readKeyRing(options.keyRing);
  const file = path.join(options.dataDirectory, 'keyring.json');
  if (!existsSync(file)) {
    mkdirSync(options.dataDirectory, { recursive: true });
    // wx: two servers that start at once in one folder must not make two rings.
    try {
      writeFileSync(file, generateKeyRing(), { mode: 0o600, flag: 'wx', flush: true });
      log(`made a key ring in ${file}; back it up, nothing sealed can be read without it`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readKeyRing(readFileSync(file, 'utf8'));
}
