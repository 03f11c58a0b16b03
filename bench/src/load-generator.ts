/**
 * Process of its own that plays N callers, each in a closed loop of whole flows: start, wait for
 * the code, check. Only the two requests are timed. It must stay cheap (see README.md) and must
 * count every answer that is not exactly the right one.
 */
import type { Answer } from './answer-reader.ts';
import { Loop, pause } from './closed-loop.ts';
import { CodeBox, listenForCodes } from './code-sink.ts';
import { type Destination, type Dialect, dialectOf } from './dialects.ts';
import { type HttpConnection, openConnection } from './http-connection.ts';
import { type Measured, onParentMessage, type Step, tellParent } from './messages.ts';

/** An answer or a code later than this is a missing one. */
const patienceMilliseconds = 10_000;
const sweepMilliseconds = 500;
/** After an error a caller rests, so that a dead server is not hammered in a busy loop. */
const restMilliseconds = 50;
/** British mobile numbers from here on are valid for libphonenumber (checked for ten million). */
const firstNumber = 447_400_000_000;
const constantCode = '1234';

const codes = new CodeBox();
let nextNumber = firstNumber;

interface Load {
  readonly loop: Loop;
  readonly dialect: Dialect;
  readonly destination: Destination;
  readonly connections: Set<HttpConnection>;
}

async function run(step: Step, destination: Destination): Promise<Measured> {
  const loop = new Loop();
  const dialect = dialectOf(destination);
  const load: Load = { loop, dialect, destination, connections: new Set() };
  const sweep = setInterval(() => giveUpOnLate(load), sweepMilliseconds);
  const measured = await loop.run(step, () => call(load));
  clearInterval(sweep);
  codes.clear();
  return measured;
}

/** One caller: its connection is opened again when something went wrong on it, never otherwise. */
async function call(load: Load): Promise<void> {
  let connection: HttpConnection | undefined;
  while (!load.loop.isEnding) {
    try {
      connection ??= await connect(load);
      await flow(load, connection);
    } catch (error) {
      load.loop.wrong(error);
      if (connection !== undefined) disconnect(load, connection);
      connection = undefined;
      await pause(restMilliseconds);
    }
  }
  if (connection !== undefined) disconnect(load, connection);
}

async function flow(load: Load, connection: HttpConnection): Promise<void> {
  const { dialect } = load;
  const number = String(nextNumber);
  nextNumber += 1;

  const startedAt = performance.now();
  const started = await exchange(connection, 'start', dialect.start(number));
  const answeredAt = performance.now();
  const key = inPart('start', () => dialect.keyOf(started, number));

  const isConstant = load.destination.codes === 'constant';
  const code = isConstant ? constantCode : await codes.take(key);

  const checkedAt = performance.now();
  const checked = await exchange(connection, 'check', dialect.check(key, code));
  const endedAt = performance.now();
  inPart('check', () => dialect.expectVerified(checked));
  load.loop.right({
    start: answeredAt - startedAt,
    check: endedAt - checkedAt,
    codeWait: checkedAt - answeredAt,
  });
}

type Part = 'start' | 'check';

async function exchange(connection: HttpConnection, part: Part, request: string): Promise<Answer> {
  try {
    return await connection.exchange(request);
  } catch (error) {
    throw new Error(`${part}: ${(error as Error).message}`);
  }
}

function inPart<Result>(part: Part, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new Error(`${part}: ${(error as Error).message}`);
  }
}

async function connect(load: Load): Promise<HttpConnection> {
  const connection = await openConnection(load.destination.port);
  load.connections.add(connection);
  return connection;
}

function disconnect(load: Load, connection: HttpConnection): void {
  load.connections.delete(connection);
  connection.close('closed by its caller');
}

/** One sweep for all callers instead of a timer for each request: timers cost as much as a read. */
function giveUpOnLate(load: Load): void {
  const moment = performance.now() - patienceMilliseconds;
  const seconds = patienceMilliseconds / 1_000;
  codes.giveUpBefore(moment, `no code within ${seconds} s`);
  for (const connection of load.connections) {
    const isLate = connection.busySince > 0 && connection.busySince < moment;
    if (isLate) connection.close(`no answer within ${seconds} s`);
  }
}

onParentMessage((message) => {
  if (message.kind === 'stop') process.exit(0);
  if (message.kind !== 'load') return;
  void run(message.step, message.destination).then((measured) =>
    tellParent({ kind: 'measured', measured }),
  );
});
process.on('disconnect', () => process.exit(0));
// An interrupt at the terminal reaches the whole group; the parent decides the order of ending.
process.on('SIGINT', () => undefined);
tellParent({ kind: 'ready', port: await listenForCodes(codes) });
