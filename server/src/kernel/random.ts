/** The only source of randomness (SP 800-63B: approved generator). */
import { randomBytes as nodeRandomBytes, randomFillSync, randomInt } from 'node:crypto';

const digitsMax = 10;

/** A code of `length` decimal digits, each code equally likely, leading zeros kept. Range 4 to 10. */
export function randomDigits(length: number): string {
  if (!Number.isInteger(length) || length < 1 || length > digitsMax) {
    throw new RangeError(`code length must be 1 to ${digitsMax}`);
  }
  return String(randomInt(0, 10 ** length)).padStart(length, '0');
}

export function randomBytes(count: number): Buffer {
  return nodeRandomBytes(count);
}

export function randomHex(bytes: number): string {
  return nodeRandomBytes(bytes).toString('hex');
}

/** A fraction of 0 to 1 for jitter; not for secrets. */
export function randomFraction(): number {
  return randomInt(0, 2 ** 32) / 2 ** 32;
}

// One system call fills many small requests: ids are made several times per verification.
const pool = Buffer.allocUnsafe(4096);
let poolUsed = pool.length;

/** Copies `count` (at most 64) random bytes into `target` at `offset`. */
export function fillRandom(target: Buffer, offset: number, count: number): void {
  if (poolUsed + count > pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  pool.copy(target, offset, poolUsed, poolUsed + count);
  poolUsed += count;
}
