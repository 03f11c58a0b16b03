/**
 * Password hashing: Argon2id by node:crypto in PHC form. Decides the cost (OWASP's first choice:
 * 19 MiB, two passes) and how many hashes run at once, so that a flood of sign-ins cannot take the
 * server's memory.
 */
import { type Argon2Parameters, argon2 } from 'node:crypto';
import { PlatformError } from '../kernel/errors.ts';
import { randomBytes } from '../kernel/random.ts';
import { equalsInConstantTime } from '../kernel/secret-box.ts';

const memoryKib = 19_456;
const passes = 2;
const hashBytes = 32;
const saltBytes = 16;
const runningMax = 2;
const waitingMax = 64;

let running = 0;
const waiting: (() => void)[] = [];

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, { salt, memoryKib, passes, parallelism: 1 });
  const parameters = `m=${memoryKib},t=${passes},p=1`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Without a stored hash the same work is done and the answer is no: the time tells nothing. */
export async function matchesPassword(password: string, phc: string | undefined): Promise<boolean> {
  const known = parsePhc(phc ?? absentHash);
  const hash = await derive(password, known);
  return equalsInConstantTime(hash, known.hash) && phc !== undefined;
}

const absentHash = `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${unpadded(Buffer.alloc(saltBytes))}$${unpadded(Buffer.alloc(hashBytes))}`;

interface Cost {
  readonly salt: Buffer;
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

function parsePhc(phc: string): Cost & { readonly hash: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  if (!match) throw new Error('a stored password hash is not in the expected form');
  const [, memory, time, lanes, salt, hash] = match as unknown as [string, ...string[]];
  return {
    memoryKib: Number(memory),
    passes: Number(time),
    parallelism: Number(lanes),
    salt: Buffer.from(salt as string, 'base64'),
    hash: Buffer.from(hash as string, 'base64'),
  };
}

async function derive(password: string, cost: Cost): Promise<Buffer> {
  await enter();
  try {
    return await argon2id({
      // NFKC: the same password typed on another keyboard is the same bytes (SP 800-63B §3.1.1.2).
      message: password.normalize('NFKC'),
      nonce: cost.salt,
      parallelism: cost.parallelism,
      tagLength: hashBytes,
      memory: cost.memoryKib,
      passes: cost.passes,
    });
  } finally {
    leave();
  }
}

function argon2id(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

async function enter(): Promise<void> {
  if (running < runningMax) {
    running += 1;
    return;
  }
  if (waiting.length >= waitingMax)
    throw new PlatformError('unavailable', { retryAfterSeconds: 5 });
  // The place is handed over by `leave`, so `running` stays as it is.
  await new Promise<void>((resolve) => waiting.push(resolve));
}

function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
