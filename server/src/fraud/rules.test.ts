import { expect, test } from 'vitest';
import { sandboxPumping } from '../applications/pumping-settings.ts';
import {
  allowances,
  type BudgetFigures,
  tripBudget,
  tripClientCountries,
  tripSequence,
} from './rules.ts';

const budget = { action: 'refuse', hour: 10, day: 20, share: 0.5 } as const;
const figures = (changes: Partial<BudgetFigures> = {}): BudgetFigures => ({
  unverifiedHour: 0,
  unverifiedDay: 0,
  verifiedHour: 0,
  verifiedDay: 0,
  verifiedDayMost: 0,
  ...changes,
});
const trip = (changes: Partial<BudgetFigures>, isEased = false) =>
  tripBudget('prefix', budget, figures(changes), isEased);

test('a key that never verified anybody has its floor and not one more', () => {
  expect(trip({ unverifiedHour: 9, unverifiedDay: 9 })).toBeUndefined();
  expect(trip({ unverifiedHour: 10, unverifiedDay: 10 })).toEqual({
    rule: 'prefix',
    scope: 'prefix',
    counted: 11,
    allowed: 10,
  });
});

test('slow pumping below the hourly floor meets the daily one', () => {
  expect(trip({ unverifiedHour: 2, unverifiedDay: 19 })).toBeUndefined();
  expect(trip({ unverifiedHour: 2, unverifiedDay: 20 })).toMatchObject({ allowed: 20 });
});

test('the allowance grows with what the key itself verified', () => {
  expect(allowances(budget, figures({ verifiedHour: 100, verifiedDay: 100 }), false)).toEqual({
    hour: 60,
    day: 70,
  });
  expect(trip({ unverifiedHour: 59, unverifiedDay: 59, verifiedHour: 100 })).toMatchObject({
    allowed: 20,
  });
});

test('a country keeps the best day of two weeks: a quiet morning does not trip it', () => {
  const most = figures({ verifiedDayMost: 1_200 });
  expect(allowances(budget, most, false)).toEqual({ hour: 110, day: 620 });
});

test('after a block that ended by itself a quarter of the floor is left', () => {
  expect(allowances(budget, figures(), true)).toEqual({ hour: 3, day: 5 });
  expect(trip({ unverifiedHour: 3, unverifiedDay: 3 }, true)).toMatchObject({ allowed: 3 });
});

test('a rule that is off never trips', () => {
  const off = { ...budget, action: 'off' } as const;
  expect(tripBudget('country', off, figures({ unverifiedHour: 1e6 }), false)).toBeUndefined();
});

test('honest traffic of any size stays inside: one of three never verified', () => {
  for (const verified of [0, 1, 5, 50, 500, 5_000, 50_000]) {
    const unverified = verified / 2;
    expect(
      trip({
        unverifiedHour: unverified / 8,
        unverifiedDay: unverified,
        verifiedHour: verified / 8,
        verifiedDay: verified,
      }),
    ).toBeUndefined();
  }
});

test('a client may try three countries, not four', () => {
  expect(tripClientCountries(sandboxPumping, 3)).toBeUndefined();
  expect(tripClientCountries(sandboxPumping, 4)).toMatchObject({ counted: 4, allowed: 3 });
});

test('a run of numbers trips unless as many were verified there', () => {
  expect(tripSequence(sandboxPumping, 8, 0)).toBeUndefined();
  expect(tripSequence(sandboxPumping, 9, 0)).toMatchObject({ scope: 'prefix', allowed: 8 });
  expect(tripSequence(sandboxPumping, 20, 12)).toBeUndefined();
});
