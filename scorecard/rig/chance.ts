/** Seeded chance: a run that found something can be had again. Never used for a code. */

export interface Chance {
  /** 0 or more, below 1. */
  fraction(): number;
  /** 0 or more, below `limit`. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** The generator mulberry32: small, and good enough to spread tests. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    shuffle(items) {
      const mixed = [...items];
      for (let index = mixed.length - 1; index > 0; index -= 1) {
        const other = below(index + 1);
        const item = mixed[index] as (typeof mixed)[number];
        mixed[index] = mixed[other] as (typeof mixed)[number];
        mixed[other] = item;
      }
      return mixed;
    },
  };
}
