/**
 * A key ring's text with a key more, another key first, or a key less. The order decides what is
 * sealed and compared under what: a new key goes right behind the current one, because codes are
 * compared under the first two.
 */
import { randomBytes } from './random.ts';
import { fingerprintOf, parseRing, type RingKeys, writeRing } from './secret-box.ts';

const keyBytes = 32;

export interface EditedRing {
  readonly text: string;
  /** Fingerprint of the key that was added, put first or taken out. */
  readonly key: string;
}

/** A new key that opens and does not seal yet. */
export function addKey(text: string): EditedRing {
  const { sealing, lookup } = parseRing(text);
  const added = randomBytes(keyBytes);
  const [current, ...others] = sealing as [Buffer, ...Buffer[]];
  return edited({ sealing: [current, added, ...others], lookup }, added);
}

/** @throws Error when the ring has no such key. */
export function promoteKey(text: string, fingerprint: string): EditedRing {
  const ring = parseRing(text);
  const key = findKey(ring, fingerprint);
  const others = ring.sealing.filter((other) => other !== key);
  return edited({ ...ring, sealing: [key, ...others] }, key);
}

/** @throws Error when the ring has no such key, or seals under it. */
export function removeKey(text: string, fingerprint: string): EditedRing {
  const ring = parseRing(text);
  const key = findKey(ring, fingerprint);
  if (key === ring.sealing[0]) throw new Error(`The ring seals under ${fingerprint}.`);
  return edited({ ...ring, sealing: ring.sealing.filter((other) => other !== key) }, key);
}

function findKey({ sealing }: RingKeys, fingerprint: string): Buffer {
  const key = sealing.find((candidate) => hexOf(candidate) === fingerprint);
  if (!key) throw new Error(`The ring has no key ${fingerprint}.`);
  return key;
}

function edited(ring: RingKeys, key: Buffer): EditedRing {
  return { text: writeRing(ring), key: hexOf(key) };
}

function hexOf(key: Buffer): string {
  return fingerprintOf(key).toString('hex');
}
