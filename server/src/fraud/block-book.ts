/**
 * The blocks a node knows of. A rule that trips blocks its key for a while; the block ends by itself,
 * and a repetition within a day lasts twice as long, a day at the most. The database has the last
 * word (store.ts openBlocks); until it has spoken the node that tripped acts on its own.
 */
import type { PumpingRule } from '../applications/pumping-settings.ts';
import { keyText, type TrafficKey } from './traffic.ts';

export interface Block extends TrafficKey {
  readonly rule: PumpingRule;
  readonly openedAt: number;
  readonly until: number;
  /** Blocks in a row. */
  readonly times: number;
  readonly isLifted: boolean;
}

/** The same figures as in openBlocks. */
const blockMinutes = 15;
const blockMinutesMost = 1_440;
const repeatMilliseconds = 86_400_000;

/** The block that follows `previous`, opened now. */
export function nextBlock(
  key: TrafficKey,
  rule: PumpingRule,
  previous: Block | undefined,
  now: number,
): Block {
  const isRepeated =
    previous !== undefined && !previous.isLifted && previous.until > now - repeatMilliseconds;
  const times = isRepeated ? previous.times + 1 : 1;
  const minutes = Math.min(blockMinutesMost, blockMinutes * 2 ** (times - 1));
  return { ...key, rule, openedAt: now, until: now + minutes * 60_000, times, isLifted: false };
}

export interface BlockBook {
  /** The block in force. */
  active(key: TrafficKey, now: number): Block | undefined;
  /** A block ended by itself within the last day: the key has less to waste. */
  isEased(key: TrafficKey, now: number): boolean;
  /** Blocks here at once, and for everybody with the next sync. */
  open(key: TrafficKey, rule: PumpingRule, now: number): Block;
  takeOpened(): readonly Block[];
  /** They could not be written: they are opened again with the next sync. */
  restore(blocks: readonly Block[]): void;
  /** Whether the database's row is news to this node. */
  adopt(block: Block): boolean;
  /** The database refused to open it: somebody lifted it a moment ago. */
  drop(key: TrafficKey): void;
  prune(now: number): void;
}

const blocksMost = 50_000;

export function createBlockBook(): BlockBook {
  const blocks = new Map<string, Block>();
  const opened = new Map<string, Block>();
  return {
    active(key, now) {
      // Mostly there is none, and every message asks.
      if (blocks.size === 0) return undefined;
      const block = blocks.get(keyText(key));
      return block && block.until > now ? block : undefined;
    },
    isEased(key, now) {
      if (blocks.size === 0) return false;
      const block = blocks.get(keyText(key));
      return block !== undefined && !block.isLifted && block.until > now - repeatMilliseconds;
    },
    open(key, rule, now) {
      const text = keyText(key);
      const block = nextBlock(key, rule, blocks.get(text), now);
      if (blocks.size < blocksMost) blocks.set(text, block);
      if (opened.size < blocksMost) opened.set(text, block);
      return block;
    },
    takeOpened() {
      const taken = [...opened.values()];
      opened.clear();
      return taken;
    },
    restore(taken) {
      for (const block of taken) opened.set(keyText(block), block);
    },
    adopt(block) {
      const text = keyText(block);
      const known = blocks.get(text);
      blocks.set(text, block);
      return known?.until !== block.until || known.isLifted !== block.isLifted;
    },
    drop: (key) => blocks.delete(keyText(key)),
    prune(now) {
      for (const [text, block] of blocks) {
        if (block.until < now - repeatMilliseconds) blocks.delete(text);
      }
    },
  };
}
