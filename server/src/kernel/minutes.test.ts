import { describe, expect, test } from 'vitest';
import { textLanguages } from './language.ts';
import { minutesOf, minuteWord, sayMinutes } from './minutes.ts';

describe('minutes', () => {
  test.each([
    [1, 1],
    [60, 1],
    [61, 2],
    [300, 5],
    [301, 6],
    [3600, 60],
    [0, 1],
  ])('%d seconds are told as %d, rounded up', (seconds, minutes) => {
    expect(minutesOf(seconds)).toBe(minutes);
  });

  test.each([
    ['en', ['1 minute', '2 minutes', '5 minutes', '11 minutes', '21 minutes']],
    ['de', ['1 Minute', '2 Minuten', '5 Minuten', '11 Minuten', '21 Minuten']],
    ['fr', ['1 minute', '2 minutes', '5 minutes', '11 minutes', '21 minutes']],
    ['pl', ['1 minutę', '2 minuty', '5 minut', '11 minut', '21 minut']],
    ['ru', ['1 минуту', '2 минуты', '5 минут', '11 минут', '21 минуту']],
    ['cs', ['1 minutu', '2 minuty', '5 minut', '11 minut', '21 minut']],
    ['sl', ['1 minuto', '2 minuti', '5 minut', '11 minut', '21 minut']],
    ['lt', ['1 minutę', '2 minutes', '5 minutes', '11 minučių', '21 minutę']],
    ['ro', ['1 minut', '2 minute', '5 minute', '11 minute', '21 de minute']],
    ['ar', ['دقيقة واحدة', 'دقيقتين', '5 دقائق', '11 دقيقة', '21 دقيقة']],
    ['cy', ['1 munud', '2 funud', '5 munud', '11 munud', '21 munud']],
    ['ja', ['1分', '2分', '5分', '11分', '21分']],
  ] as const)('count right in %s', (language, expected) => {
    expect([1, 2, 5, 11, 21].map((count) => sayMinutes(count, language))).toEqual(expected);
  });

  test('each language tells every number to 60, and the word alone without it', () => {
    for (const language of textLanguages) {
      for (let count = 1; count <= 60; count++) {
        const isArabicDual = language === 'ar' && count <= 2;
        expect(sayMinutes(count, language).includes(String(count))).toBe(!isArabicDual);
        expect(minuteWord(count, language)).toMatch(/^[^\d#]+$/);
      }
    }
  });
});
