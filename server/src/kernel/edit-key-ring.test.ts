import { describe, expect, test } from 'vitest';
import { addKey, promoteKey, removeKey } from './edit-key-ring.ts';
import { generateKeyRing, readKeyRing, sealingKeysOf } from './secret-box.ts';

const keysOf = (text: string) => sealingKeysOf(readKeyRing(text));
const lookupOf = (text: string) => readKeyRing(text).mac('address', '1').toString('hex');

const first = generateKeyRing();
const [old] = keysOf(first);

describe('a ring', () => {
  test('gets a new key behind the current one, before older ones', () => {
    const one = addKey(first);
    expect(keysOf(one.text)).toEqual([old, one.key]);
    const two = addKey(one.text);
    expect(keysOf(two.text)).toEqual([old, two.key, one.key]);
  });

  test('gets another key first, and the one that was first right behind it', () => {
    const one = addKey(first);
    const two = addKey(one.text);
    const promoted = promoteKey(two.text, two.key);
    expect(keysOf(promoted.text)).toEqual([two.key, old, one.key]);
    // A code of either is compared by nodes of either ring: under the first two keys.
    const code = (text: string) => readKeyRing(text).rotatingMacs('code', '1').slice(0, 2);
    expect(code(promoted.text).map(String).sort()).toEqual(code(two.text).map(String).sort());
  });

  test('loses an old key', () => {
    const added = addKey(first);
    const promoted = promoteKey(added.text, added.key);
    expect(keysOf(removeKey(promoted.text, old).text)).toEqual([added.key]);
  });

  test('keeps its look-up key in all that', () => {
    const added = addKey(first);
    const promoted = promoteKey(added.text, added.key);
    expect(lookupOf(removeKey(promoted.text, old).text)).toBe(lookupOf(first));
  });

  test.each([
    ['promote a key it lacks', () => promoteKey(first, 'abcdef01'), 'no key abcdef01'],
    ['lose a key it lacks', () => removeKey(first, 'abcdef01'), 'no key abcdef01'],
    ['lose the key it seals under', () => removeKey(first, old), 'seals under'],
    ['be made of something else', () => addKey('{}'), 'version'],
  ])('does not %s', (_name, edit, message) => {
    expect(edit).toThrow(message);
  });
});
