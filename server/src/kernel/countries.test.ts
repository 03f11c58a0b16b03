import { describe, expect, test } from 'vitest';
import {
  callingCodeOf,
  countries,
  countriesWithCallingCode,
  countryName,
  isCountry,
} from './countries.ts';

test('every country has a calling code and a name', () => {
  expect(countries.length).toBeGreaterThan(230);
  for (const country of countries) {
    expect(isCountry(country)).toBe(true);
    expect(callingCodeOf(country)).toMatch(/^[1-9]\d{0,2}$/);
    expect(countryName(country).length).toBeGreaterThan(2);
  }
});

describe('what is no country', () => {
  test.each(['', 'gb', 'XX', 'GBR', '__', '__proto__', 'constructor', 'G'])('%j', (text) => {
    expect(isCountry(text)).toBe(false);
  });
});

test('a calling code names all who share it', () => {
  expect(countriesWithCallingCode('1')).toEqual(expect.arrayContaining(['US', 'CA', 'JM']));
  expect(countriesWithCallingCode('33')).toEqual(['FR']);
  expect(countriesWithCallingCode('999')).toEqual([]);
});
