import { expect, test } from 'vitest';
import { allowsCall } from './token-paths.ts';

const call = { method: 'POST', path: '/v2/verify/c11236f4' };
const allows = (paths: unknown, changes: Partial<typeof call> = {}) =>
  allowsCall({ paths }, { ...call, ...changes });

test.each([
  ['/**'],
  ['/*/verify/**'],
  ['/v2/verify/*'],
  ['/v2/**/c11236f4'],
  ['/v2/verify/**/c11236f4/**'],
  ['/v2/verify/c11236f4'],
])('%s is good for it', (pattern) => {
  expect(allows({ [pattern]: {} })).toBe(true);
});

test.each([
  ['/v2/verify'],
  ['/v2/verify/'],
  ['/*/verify'],
  ['/v2/messages/**'],
  ['/v2/verif*/**'],
  ['v2/verify/c11236f4'],
  [''],
  ['*'],
])('%s is not', (pattern) => {
  expect(allows({ [pattern]: {} })).toBe(false);
});

test('an absent list is good for everything, and ** for nothing at its place as well', () => {
  expect(allowsCall(undefined, call)).toBe(true);
  expect(allows({ '/v2/verify/**': {} }, { path: '/v2/verify' })).toBe(true);
});

test('methods narrow a path', () => {
  expect(allows({ '/**': { methods: ['GET', 'POST'] } })).toBe(true);
  expect(allows({ '/**': { methods: ['GET'] } })).toBe(false);
  expect(allows({ '/**': { methods: [] } })).toBe(false);
  expect(allows({ '/**': { methods: 'POST' } })).toBe(false);
});

test.each([
  ['no paths', {}],
  ['null', null],
  ['a list', { paths: ['/**'] }],
  ['a rule that is none', { paths: { '/**': true } }],
  ['a filter, which nobody could apply', { paths: { '/**': { filters: { to: '447700900000' } } } }],
  [
    'too many paths',
    { paths: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`/${i}/**`, {}])) },
  ],
])('%s is good for nothing', (_name, acl) => {
  expect(allowsCall(acl, call)).toBe(false);
});

test('a pattern made to take long does not', () => {
  const startedAt = performance.now();
  const pattern = `/${Array.from({ length: 5_000 }, () => '**').join('/')}/x`;
  expect(allows({ [pattern]: {} })).toBe(false);
  expect(allows({ [Array.from({ length: 31 }, () => '**').join('/')]: {} })).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(50);
});
