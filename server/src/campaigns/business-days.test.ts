import { describe, expect, test } from 'vitest';
import { addBusinessDays, isBusinessDay } from './business-days.ts';

const due = (from: string) => addBusinessDays(new Date(from), 5).toISOString();

describe('five business days', () => {
  test.each([
    ['a Monday, to the next', '2026-03-02T10:30:00.000Z', '2026-03-09T10:30:00.000Z'],
    ['a Friday evening', '2026-03-06T23:59:59.999Z', '2026-03-13T23:59:59.999Z'],
    ['a Saturday: from its weekend’s end', '2026-03-07T00:00:00.000Z', '2026-03-13T00:00:00.000Z'],
    ['a Sunday', '2026-03-08T12:00:00.000Z', '2026-03-13T12:00:00.000Z'],
    ['Thanksgiving lies between', '2026-11-23T09:00:00.000Z', '2026-12-01T09:00:00.000Z'],
    ['Christmas and New Year', '2026-12-22T09:00:00.000Z', '2026-12-30T09:00:00.000Z'],
    ['over the end of the year', '2026-12-28T09:00:00.000Z', '2027-01-05T09:00:00.000Z'],
    [
      'a Saturday holiday kept on the Friday',
      '2026-06-29T09:00:00.000Z',
      '2026-07-07T09:00:00.000Z',
    ],
    ['a Sunday holiday kept on the Monday', '2027-07-02T09:00:00.000Z', '2027-07-12T09:00:00.000Z'],
  ])('%s', (_what, from, to) => {
    expect(due(from)).toBe(to);
  });
});

test('the federal holidays of 2026 are no business days, and only they and weekends are not', () => {
  const off: string[] = [];
  for (let day = 0; day < 365; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 1 + day));
    const isWeekend = [0, 6].includes(date.getUTCDay());
    if (isWeekend) expect(isBusinessDay(date)).toBe(false);
    else if (!isBusinessDay(date)) off.push(date.toISOString().slice(5, 10));
  }
  // opm.gov, federal holidays 2026.
  expect(off).toEqual([
    '01-01',
    '01-19',
    '02-16',
    '05-25',
    '06-19',
    '07-03',
    '09-07',
    '10-12',
    '11-11',
    '11-26',
    '12-25',
  ]);
});

test('New Year’s Day on a Saturday is kept on the last day of the old year', () => {
  expect(isBusinessDay(new Date('2021-12-31T12:00:00Z'))).toBe(false);
});
