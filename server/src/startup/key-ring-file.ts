/**
 * Where the key ring comes from: the configuration, or a file in the data folder that is made on the
 * first run and readable by its owner only. Must never overwrite a ring but by one made from it.
 */
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { generateKeyRing, type KeyRing, readKeyRing } from '../kernel/secret-box.ts';

interface KeyRingOptions {
  readonly keyRing: string | undefined;
  readonly dataDirectory: string;
}

export interface KeyRingSource {
  readonly text: string;
  /** Absent: it was configured, and is its owner's to change. */
  readonly file?: string;
}

export function loadKeyRing(options: KeyRingOptions, log: (text: string) => void): KeyRing {
  return readKeyRing(findKeyRing(options, log).text);
}

export function findKeyRing(options: KeyRingOptions, log: (text: string) => void): KeyRingSource {
  if (options.keyRing !== undefined) return { text: options.keyRing };
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
  return { text: readFileSync(file, 'utf8'), file };
}

/** Whole or not at all: a node that starts meanwhile finds the one ring or the other. */
export function replaceKeyRing(file: string, text: string): void {
  const fresh = `${file}.${process.pid}`;
  const { uid, gid } = statSync(file);
  writeFileSync(fresh, text, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // The command may be run by root; the ring stays its owner's.
    chownSync(fresh, uid, gid);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
