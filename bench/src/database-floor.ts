/**
 * The database floor: the durable commits of the flow and nothing else. N callers, each in a closed
 * loop of flows; a flow is two writes one after the other, because neither the start nor the check
 * may be answered before its rows are on the disk. Callers that wait at the same moment share one
 * INSERT and so one commit, on two connections, as our server does it. The number of rows is what
 * our own flow was seen to write in the same run; each carries 200 bytes and one index entry.
 */
import pg from 'pg';
import { createCoalescer } from '../../server/src/db/coalescer.ts';
import { Loop, pause } from './closed-loop.ts';
import { type FloorWork, onParentMessage, readServerOptions, tellParent } from './messages.ts';

const lanes = 2;
const batchMax = 500;
const restMilliseconds = 50;
const payload = 'x'.repeat(200);

const insert = `insert into floor_rows (caller, payload)
  select caller, payload from unnest($1::bigint[], $2::text[]) as input (caller, payload)`;

/** Adds so many rows for one caller; resolved when they are durable. */
type Write = (rows: number) => Promise<void>;

async function openWriter(url: string): Promise<Write> {
  const pool = new pg.Pool({ connectionString: url, max: lanes });
  await pool.query(`create table floor_rows (
    id bigint generated always as identity primary key,
    caller bigint not null,
    payload text not null)`);
  return createCoalescer<number, void>({
    batchMax,
    lanesMax: lanes,
    run: async (batch) => {
      const callers = batch.flatMap((rows, caller) => Array<number>(rows).fill(caller));
      const values = [callers, callers.map(() => payload)];
      await pool.query({ name: 'floor', text: insert, values });
      return batch.map(() => undefined);
    },
  });
}

async function call(loop: Loop, write: Write, work: FloorWork): Promise<void> {
  const startRows = Math.max(1, Math.ceil(work.rowsPerFlow / 2));
  const checkRows = Math.max(1, Math.floor(work.rowsPerFlow / 2));
  while (!loop.isEnding) {
    try {
      const startedAt = performance.now();
      await write(startRows);
      const checkedAt = performance.now();
      await write(checkRows);
      const endedAt = performance.now();
      loop.right({ start: checkedAt - startedAt, check: endedAt - checkedAt, codeWait: 0 });
    } catch (error) {
      loop.wrong(error);
      await pause(restMilliseconds);
    }
  }
}

const write = await openWriter(readServerOptions().databaseUrl);
onParentMessage((message) => {
  if (message.kind === 'stop') process.exit(0);
  if (message.kind !== 'write') return;
  void new Loop()
    .run(message.step, (loop) => call(loop, write, message.work))
    .then((measured) => tellParent({ kind: 'measured', measured }));
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
tellParent({ kind: 'ready', port: 0 });
