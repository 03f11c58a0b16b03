/** What a node remembers of the traffic, and for how long. */
import { expect, test } from 'vitest';
import { hourMilliseconds, hourOf, hoursKept, type TrafficKey } from './traffic.ts';
import { createTrafficBook } from './traffic-book.ts';

const base = 500_000 * hourMilliseconds;
const key: TrafficKey = { applicationId: 1, scope: 'country', key: 'GB' };
const stored = (ago: number, sent: number) => ({
  ...key,
  hour: hourOf(base) - ago,
  sent,
  verified: 0,
  forgiven: 0,
  countries: [],
  proven: [],
});

test('after a day of traffic it is the oldest hour that is forgotten, not the last', () => {
  const book = createTrafficBook();
  book.note(key, 'sent', base);
  // What the database knows comes behind what was counted here first.
  const rows = Array.from({ length: hoursKept }, (_, ago) => stored(ago, ago === 0 ? 0 : 10));
  book.adopt([key], rows, []);
  expect(book.figures(key, base)).toMatchObject({ unverifiedHour: 11, unverifiedDay: 241 });
  const anHourLater = base + hourMilliseconds;
  book.note(key, 'sent', anHourLater);
  expect(book.figures(key, anHourLater)).toMatchObject({ unverifiedHour: 2, unverifiedDay: 232 });
});

test('what was counted in an hour that is forgotten is written all the same', () => {
  const book = createTrafficBook();
  for (let hours = 0; hours <= hoursKept; hours += 1) {
    book.note(key, 'sent', base + hours * hourMilliseconds);
    const [change, ...others] = book.takeChanges(base + hours * hourMilliseconds);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ hour: hourOf(base) + hours, sent: 1 });
  }
});

test('memory is bounded, and what other nodes count too is kept longest', () => {
  const book = createTrafficBook({ countersMost: 80 });
  book.note(key, 'sent', base);
  for (let number = 0; number < 1_000; number += 1) {
    book.note({ applicationId: 1, scope: 'prefix', key: String(number) }, 'sent', base);
  }
  expect(book.size).toBeLessThanOrEqual(80);
  expect(book.figures(key, base).unverifiedHour).toBe(1);
});
