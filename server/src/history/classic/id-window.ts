/** Where to look for what has an id: ids tell the time, and tables are partitioned by it. */
import { idFloor, momentOfId } from '../../kernel/ids.ts';
import type { IdWindow } from './store.ts';

/** The highest moment an id can tell: 48 bits of milliseconds. */
const momentMax = 2 ** 48 - 1;
/** A message and its first dispatch are made in one moment; clocks of nodes are a little apart. */
const nearMilliseconds = 2_000;

/** From a moment (inclusive) to another, in milliseconds of Unix time. */
export function windowOf(applicationId: number, from: number, to: number): IdWindow {
  const floorOf = (moment: number) => idFloor(new Date(Math.min(moment, momentMax)));
  return { applicationId, lowestId: floorOf(from), highestId: floorOf(to) };
}

export function windowNear(applicationId: number, id: string): IdWindow {
  return windowBefore(applicationId, id, nearMilliseconds);
}

export function windowBefore(applicationId: number, id: string, milliseconds: number): IdWindow {
  const at = momentOfId(id).getTime();
  return windowOf(applicationId, at - milliseconds, at + nearMilliseconds);
}
