/**
 * Business days of the United States, where short codes are reviewed: Monday to Friday without the
 * federal holidays of 5 U.S.C. 6103, on the day they are kept (a Saturday's on the Friday before, a
 * Sunday's on the Monday after). Days are UTC days.
 */
const dayMilliseconds = 86_400_000;
const [sunday, monday, thursday, friday, saturday] = [0, 1, 4, 5, 6] as const;

/** The same time of day, so many business days later; a start at a weekend counts from its end. */
export function addBusinessDays(start: Date, days: number): Date {
  let day = start;
  for (let left = days; left > 0; ) {
    day = new Date(day.getTime() + dayMilliseconds);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}

export function isBusinessDay(date: Date): boolean {
  const weekday = date.getUTCDay();
  return weekday !== sunday && weekday !== saturday && !isHolidayKept(date);
}

function isHolidayKept(date: Date): boolean {
  if (isHoliday(date)) return true;
  const weekday = date.getUTCDay();
  if (weekday === friday) return isHoliday(new Date(date.getTime() + dayMilliseconds));
  return weekday === monday && isHoliday(new Date(date.getTime() - dayMilliseconds));
}

/** Month (1 to 12) and day of those with a date. */
const fixed = new Set(['1-1', '6-19', '7-4', '11-11', '12-25']);

/** Month, weekday and which of the month (0: the last). */
const floating: readonly (readonly [month: number, weekday: number, which: number])[] = [
  [1, monday, 3],
  [2, monday, 3],
  [5, monday, 0],
  [9, monday, 1],
  [10, monday, 2],
  [11, thursday, 4],
];

function isHoliday(date: Date): boolean {
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  if (fixed.has(`${month}-${day}`)) return true;
  return floating.some(([inMonth, weekday, which]) => {
    if (month !== inMonth || date.getUTCDay() !== weekday) return false;
    const isLast = new Date(date.getTime() + 7 * dayMilliseconds).getUTCMonth() + 1 !== month;
    return which === 0 ? isLast : Math.ceil(day / 7) === which;
  });
}
