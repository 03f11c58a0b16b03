import { expect, test } from 'vitest';
import { clientKey, figuresOf, hourMilliseconds, hourOf } from './traffic.ts';

const base = 500_000 * hourMilliseconds;
const at = (hours: number) => base + hours * hourMilliseconds;
const hour = (ago: number, sent: number, verified = 0, forgiven = 0) => ({
  hour: hourOf(base) - ago,
  sent,
  verified,
  forgiven,
});

test('nothing counted is nothing open', () => {
  expect(figuresOf([], base)).toEqual({
    unverifiedHour: 0,
    unverifiedDay: 0,
    verifiedHour: 0,
    verifiedDay: 0,
  });
});

test('the hour before counts by the part that is still in the window', () => {
  const hours = [hour(1, 10), hour(0, 4, 1)];
  expect(figuresOf(hours, at(0)).unverifiedHour).toBe(13);
  expect(figuresOf(hours, at(0.25)).unverifiedHour).toBe(10.5);
  expect(figuresOf(hours, at(0.75)).unverifiedHour).toBe(5.5);
});

test('a day is 24 hours and the part of the 25th', () => {
  const hours = [hour(25, 1_000), hour(24, 8), hour(23, 4), hour(0, 2)];
  expect(figuresOf(hours, at(0)).unverifiedDay).toBe(14);
  expect(figuresOf(hours, at(0.5)).unverifiedDay).toBe(10);
});

test('more verified than sent in a window is not less than nothing', () => {
  const figures = figuresOf([hour(0, 1, 5)], base);
  expect(figures.unverifiedHour).toBe(0);
  expect(figures.verifiedHour).toBe(5);
});

test('what was forgiven is open no more', () => {
  expect(figuresOf([hour(0, 30, 5, 20)], base).unverifiedHour).toBe(5);
});

test('an hour of a clock that is ahead counts as this one', () => {
  expect(figuresOf([hour(-1, 3)], base).unverifiedHour).toBe(3);
});

test('a client is known by half of its MAC', () => {
  expect(clientKey(Buffer.alloc(32, 7))).toBe(Buffer.alloc(16, 7).toString('base64url'));
});
