/**
 * Seals what must be readable later (codes, addresses, signature secrets) and derives look-up and
 * comparison values for what must not. Decides: AES-256-GCM under a key ring with the key's
 * fingerprint in front of every sealed value, so that keys rotate without downtime.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { fillRandom, randomBytes } from './random.ts';

export interface KeyRing {
  /** Seals under the current key. `context` names table, column and row: a value moved elsewhere does not open. */
  seal(plaintext: Buffer | string, context: string): Buffer;
  /** @throws Error when the value was altered, moved or sealed under a key that is not in the ring. */
  open(sealed: Buffer, context: string): Buffer;
  /** A look-up value that stays the same while sealing keys rotate (32 bytes). */
  mac(purpose: string, data: string | Buffer): Buffer;
  /** Comparison values under every sealing key, the current one first; for short-lived secrets. */
  rotatingMacs(purpose: string, data: string): readonly Buffer[];
  /** Fingerprints of the keys with a proof of each: compared with the database at start. */
  proofs(): readonly KeyProof[];
}

export interface KeyProof {
  readonly kind: 'sealing' | 'lookup';
  readonly fingerprint: string;
  readonly proof: string;
}

interface SealingKey {
  readonly fingerprint: Buffer;
  readonly secret: Buffer;
  readonly sealing: KeyObject;
}

interface KeyRingFile {
  readonly version: 1;
  readonly sealing: readonly string[];
  readonly lookup: string;
}

const keyBytes = 32;
const fingerprintBytes = 4;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + fingerprintBytes + ivBytes + tagBytes;
const formatVersion = 1;

/** Text of a new key ring: one sealing key and one look-up key. */
export function generateKeyRing(): string {
  return writeRing({ sealing: [randomBytes(keyBytes)], lookup: randomBytes(keyBytes) });
}

/** The keys of a ring as its text holds them. */
export interface RingKeys {
  readonly sealing: readonly Buffer[];
  readonly lookup: Buffer;
}

export function writeRing({ sealing, lookup }: RingKeys): string {
  const ring: KeyRingFile = {
    version: 1,
    sealing: sealing.map((key) => key.toString('base64')),
    lookup: lookup.toString('base64'),
  };
  return `${JSON.stringify(ring, null, 2)}\n`;
}

/** @throws Error with a sentence that says what is wrong with the text, never the text itself. */
export function readKeyRing(text: string): KeyRing {
  const { sealing, lookup } = parseRing(text);
  const keys = sealing.map(toSealingKey);
  const current = keys[0] as SealingKey;
  const lookupKeys = derivedKeys(lookup);
  const rotating = keys.map((key) => derivedKeys(key.secret));

  return {
    seal: (plaintext, context) => seal(current, plaintext, context),
    open: (sealed, context) => open(keys, sealed, context),
    mac: (purpose, data) => createHmac('sha256', lookupKeys(purpose)).update(data).digest(),
    rotatingMacs: (purpose, data) =>
      rotating.map((derive) => createHmac('sha256', derive(purpose)).update(data).digest()),
    proofs: () => [
      ...keys.map((key) => proofOf('sealing', key.fingerprint, key.secret)),
      proofOf('lookup', fingerprintOf(lookup), lookup),
    ],
  };
}

/** Fingerprints of a ring's sealing keys, the one it seals under first. */
export function sealingKeysOf(keyRing: Pick<KeyRing, 'proofs'>): readonly [string, ...string[]] {
  const [current, ...others] = keyRing
    .proofs()
    .filter(({ kind }) => kind === 'sealing')
    .map(({ fingerprint }) => fingerprint);
  return [current as string, ...others];
}

/** Fingerprint of the key a value was sealed under, whether the ring has it or not. */
export function keyOf(sealed: Buffer): string {
  return sealed.toString('hex', 1, 1 + fingerprintBytes);
}

/** Compares in constant time; different lengths are simply unequal. */
export function equalsInConstantTime(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** @throws Error with a sentence that says what is wrong with the text, never the text itself. */
export function parseRing(text: string): RingKeys {
  let ring: Partial<KeyRingFile> | null;
  try {
    ring = JSON.parse(text) as Partial<KeyRingFile> | null;
  } catch {
    throw new Error('the key ring is not JSON');
  }
  if (ring?.version !== 1) throw new Error('the key ring has no "version": 1');
  if (!Array.isArray(ring.sealing) || ring.sealing.length === 0) {
    throw new Error('the key ring has no "sealing" keys');
  }
  return {
    sealing: ring.sealing.map((key) => keyFrom(key, 'sealing')),
    lookup: keyFrom(ring.lookup, 'lookup'),
  };
}

function keyFrom(text: unknown, name: string): Buffer {
  const key = Buffer.from(typeof text === 'string' ? text : '', 'base64');
  if (key.length !== keyBytes)
    throw new Error(`the key ring's ${name} key is not 32 bytes of base64`);
  return key;
}

function toSealingKey(secret: Buffer): SealingKey {
  const sealing = Buffer.from(hkdfSync('sha256', secret, '', 'countersign/seal', keyBytes));
  return { fingerprint: fingerprintOf(secret), secret, sealing: createSecretKey(sealing) };
}

export function fingerprintOf(secret: Buffer): Buffer {
  return createHash('sha256')
    .update('countersign/fingerprint')
    .update(secret)
    .digest()
    .subarray(0, fingerprintBytes);
}

function proofOf(kind: KeyProof['kind'], fingerprint: Buffer, secret: Buffer): KeyProof {
  const proof = createHmac('sha256', secret).update('countersign/key-check').digest('hex');
  return { kind, fingerprint: fingerprint.toString('hex'), proof };
}

function derivedKeys(root: Buffer): (purpose: string) => KeyObject {
  const known = new Map<string, KeyObject>();
  return (purpose) => {
    let key = known.get(purpose);
    if (!key) {
      const bytes = hkdfSync('sha256', root, '', `countersign/mac/${purpose}`, keyBytes);
      key = createSecretKey(Buffer.from(bytes));
      known.set(purpose, key);
    }
    return key;
  };
}

function seal(key: SealingKey, plaintext: Buffer | string, context: string): Buffer {
  const header = Buffer.allocUnsafe(headerBytes);
  header[0] = formatVersion;
  key.fingerprint.copy(header, 1);
  const ivStart = 1 + fingerprintBytes;
  fillRandom(header, ivStart, ivBytes);
  const iv = header.subarray(ivStart, ivStart + ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key.sealing, iv);
  cipher.setAAD(Buffer.from(context));
  const text =
    typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  cipher.final();
  cipher.getAuthTag().copy(header, ivStart + ivBytes);
  return Buffer.concat([header, text]);
}

function open(keys: readonly SealingKey[], sealed: Buffer, context: string): Buffer {
  if (sealed.length < headerBytes || sealed[0] !== formatVersion) {
    throw new Error(`sealed value of ${context} has an unknown format`);
  }
  const ivStart = 1 + fingerprintBytes;
  const fingerprint = sealed.subarray(1, ivStart);
  const key = keys.find((candidate) => candidate.fingerprint.equals(fingerprint));
  if (!key) throw new Error(`sealed value of ${context} needs a key that is not in the ring`);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    key.sealing,
    sealed.subarray(ivStart, ivStart + ivBytes),
  );
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(ivStart + ivBytes, headerBytes));
  return Buffer.concat([decipher.update(sealed.subarray(headerBytes)), decipher.final()]);
}
