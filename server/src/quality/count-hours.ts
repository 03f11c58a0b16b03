/**
 * Counts hours of messages into the table the figures are read from. Decides how much is done at a
 * time: an hour is read in parts that each stay within the statement's limit, and written at once,
 * so that a reader sees whole hours only.
 */
import type { Channel } from '../channels/contract.ts';
import type { Database } from '../db/client.ts';
import { assert } from '../kernel/assert.ts';
import { idFloor } from '../kernel/ids.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import {
  type CellRow,
  claimDueHour,
  claimFreshHours,
  countMessages,
  countUpTo,
  deleteHourAndDay,
  deleteOldHours,
  insertDayOf,
  insertHour,
  lockDayOf,
  markRolled,
  releaseHour,
} from './store.ts';

export interface CountHoursDeps {
  readonly db: Database;
  /** See textChannelOf. */
  readonly textChannel: string;
}

/** The channel short codes write on: of those that can be answered, the one replies come by. */
export function textChannelOf(channels: ReadonlyMap<string, Channel>): string {
  const [first] = [...channels.values()]
    .filter(({ takesReplies }) => takesReplies)
    .map(({ name }) => name)
    .sort();
  assert(first, 'some channel takes replies');
  return first;
}

const leaseSeconds = 60;
const hourMilliseconds = 3_600_000;
/** What one statement counts in some tenths of a second; a fuller hour is read in parts. */
const dispatchesMax = 50_000;
/** Parts of an hour of 1,000 messages a second that are as small. */
const partsOfAFullHour = 72;
/** What one call of the loop may take; the rest waits for the next. */
const loopMilliseconds = 3_000;
/** What somebody who looks at the figures waits for at most. */
const readerMilliseconds = 1_500;
const freshSeconds = 10;

/** Counts hours that are due until the time is used up; answers 0: nobody need come back at once. */
export async function countDueHours(deps: CountHoursDeps): Promise<number> {
  const deadline = performance.now() + loopMilliseconds;
  await deleteOldHours(deps.db);
  while (performance.now() < deadline) {
    const [claimed] = await claimDueHour(deps.db, leaseSeconds);
    if (!claimed) break;
    await countHour(deps, claimed, Number.POSITIVE_INFINITY);
  }
  return 0;
}

/** Brings the last two hours up to date for a reader, if that can be done quickly. */
export async function countFreshHours(deps: CountHoursDeps): Promise<void> {
  const deadline = performance.now() + readerMilliseconds;
  const claimed = await claimFreshHours(deps.db, leaseSeconds, freshSeconds);
  for (const one of claimed) await countHour(deps, one, deadline);
}

/** Gives the hour back uncounted when the deadline (performance.now) passes. */
async function countHour(
  deps: CountHoursDeps,
  claimed: { hour: Date; at: Date },
  deadline: number,
): Promise<void> {
  const { hour, at } = claimed;
  const cells = new Map<string, CellRow>();
  for (const range of await rangesOf(deps.db, hour)) {
    if (performance.now() >= deadline) {
      await releaseHour(deps.db, hour);
      return;
    }
    const rows = await countMessages(deps.db, { ...range, textChannel: deps.textChannel });
    for (const row of rows) addTo(cells, row);
  }
  await deps.db.transaction(async (tx) => {
    await lockDayOf(tx, hour);
    const [mine] = await markRolled(tx, hour, at);
    if (!mine) return;
    await deleteHourAndDay(tx, hour);
    if (cells.size > 0) await insertHour(tx, hour, [...cells.values()]);
    await insertDayOf(tx, hour);
  });
}

async function rangesOf(
  db: Database,
  hour: Date,
): Promise<readonly { fromId: string; toId: string }[]> {
  const whole = rangeOf(hour, 0, 1);
  const [dispatches] = await countUpTo(db, { ...whole, max: dispatchesMax });
  if (!dispatches || dispatches.count < dispatchesMax) return [whole];
  return Array.from({ length: partsOfAFullHour }, (_, part) =>
    rangeOf(hour, part, partsOfAFullHour),
  );
}

function rangeOf(hour: Date, part: number, parts: number): { fromId: string; toId: string } {
  const border = (index: number) =>
    idFloor(new Date(hour.getTime() + (index * hourMilliseconds) / parts));
  return { fromId: border(part), toId: border(part + 1) };
}

function addTo(cells: Map<string, CellRow>, row: CellRow): void {
  const { application_id, channel, country, network, is_carrier_only, wait } = row;
  const key = [application_id, channel, country, network, is_carrier_only, wait].join('\n');
  const known = cells.get(key);
  if (!known) {
    cells.set(key, { ...row });
    return;
  }
  known.sent += row.sent;
  known.delivered += row.delivered;
  known.undelivered += row.undelivered;
  known.checked += row.checked;
  known.own_codes += row.own_codes;
  known.told += row.told;
  known.converted += row.converted;
  known.cost = formatAmount(parseAmount(known.cost) + parseAmount(row.cost));
}
