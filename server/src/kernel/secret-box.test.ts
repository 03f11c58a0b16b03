import { describe, expect, test } from 'vitest';
import { equalsInConstantTime, generateKeyRing, readKeyRing } from './secret-box.ts';

interface RingText {
  version: number;
  sealing: string[];
  lookup: string;
}

const newRing = () => JSON.parse(generateKeyRing()) as RingText;
const read = (ring: unknown) => readKeyRing(JSON.stringify(ring));

/** The ring after a rotation: a new key in front of the old ones, the look-up key unchanged. */
function rotated(ring: RingText): RingText {
  return { ...ring, sealing: [...newRing().sealing, ...ring.sealing] };
}

describe('sealing', () => {
  const ring = read(newRing());

  test.each([
    ['a code', '041267'],
    ['nothing', ''],
    ['other letters', 'Grüße, 世界 🎉'],
    ['much', 'x'.repeat(100_000)],
  ])('%s comes back as it was', (_name, text) => {
    expect(ring.open(ring.seal(text, 'here:1'), 'here:1').toString('utf8')).toBe(text);
  });

  test('bytes come back as they were', () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    expect(ring.open(ring.seal(bytes, 'here:1'), 'here:1')).toEqual(bytes);
  });

  test('the same text is never sealed the same way twice', () => {
    const sealed = Array.from({ length: 500 }, () => ring.seal('041267', 'here:1').toString('hex'));
    expect(new Set(sealed).size).toBe(500);
  });

  test('the text cannot be seen in the sealed value', () => {
    expect(ring.seal('a rather long text', 'here:1').includes('rather')).toBe(false);
  });

  test('a value moved to another row or column does not open', () => {
    const sealed = ring.seal('041267', 'verifications.code:1');
    expect(() => ring.open(sealed, 'verifications.code:2')).toThrow();
    expect(() => ring.open(sealed, 'verifications.address:1')).toThrow();
  });

  test('a value with any one bit altered does not open', () => {
    const sealed = ring.seal('041267', 'here:1');
    for (let place = 0; place < sealed.length; place += 1) {
      const altered = Buffer.from(sealed);
      altered[place] = (altered[place] as number) ^ 1;
      expect(() => ring.open(altered, 'here:1')).toThrow();
    }
  });

  test('a value cut short anywhere does not open', () => {
    const sealed = ring.seal('041267', 'here:1');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => ring.open(sealed.subarray(0, length), 'here:1')).toThrow();
    }
  });

  test('a stranger’s ring does not open it, and the error holds neither text nor key', () => {
    const stranger = newRing();
    const sealed = ring.seal('041267', 'here:1');
    expect(() => read(stranger).open(sealed, 'here:1')).toThrow('not in the ring');
    try {
      read(stranger).open(sealed, 'here:1');
    } catch (error) {
      expect(String(error)).not.toContain('041267');
      expect(String(error)).not.toContain(stranger.sealing[0]);
    }
  });
});

describe('rotation', () => {
  const before = newRing();
  const after = rotated(before);

  test('what the old key sealed still opens', () => {
    const sealed = read(before).seal('041267', 'here:1');
    expect(read(after).open(sealed, 'here:1').toString()).toBe('041267');
  });

  test('new values need the new key', () => {
    const sealed = read(after).seal('041267', 'here:1');
    expect(() => read(before).open(sealed, 'here:1')).toThrow('not in the ring');
  });

  test('look-up values stay the same', () => {
    const mac = (ring: RingText) => read(ring).mac('address', '447700900001');
    expect(mac(after)).toEqual(mac(before));
  });

  test('a code made under the old key is among those compared, the current key first', () => {
    const [old] = read(before).rotatingMacs('code', 'v:041267');
    const macs = read(after).rotatingMacs('code', 'v:041267');
    expect(macs).toHaveLength(2);
    expect(macs[0]).not.toEqual(old);
    expect(macs[1]).toEqual(old);
  });

  test('the proofs of the old ring are among those of the new one', () => {
    expect(read(after).proofs()).toEqual(expect.arrayContaining([...read(before).proofs()]));
    expect(
      read(after)
        .proofs()
        .map(({ kind }) => kind),
    ).toEqual(['sealing', 'sealing', 'lookup']);
  });
});

describe('look-up values', () => {
  const ring = read(newRing());
  test('differ by purpose, by data and by ring, and are 32 bytes', () => {
    const macs = [
      ring.mac('address', '447700900001'),
      ring.mac('address', '447700900002'),
      ring.mac('secret', '447700900001'),
      read(newRing()).mac('address', '447700900001'),
      ring.rotatingMacs('address', '447700900001')[0] as Buffer,
    ];
    expect(new Set(macs.map((mac) => mac.toString('hex'))).size).toBe(macs.length);
    expect(macs.every((mac) => mac.length === 32)).toBe(true);
  });

  test('a proof does not hold its key', () => {
    const text = newRing();
    const proofs = JSON.stringify(read(text).proofs());
    for (const key of [...text.sealing, text.lookup]) {
      expect(proofs).not.toContain(key);
      expect(proofs).not.toContain(Buffer.from(key, 'base64').toString('hex'));
    }
  });
});

describe('a wrong ring', () => {
  const good = newRing();
  const short = Buffer.alloc(31, 7).toString('base64');
  test.each([
    ['is no JSON', `{"lookup":"${good.lookup}`, 'not JSON'],
    ['is empty', '', 'not JSON'],
    ['is null', 'null', 'no "version": 1'],
    ['is a list', JSON.stringify([good]), 'no "version": 1'],
    ['has another version', JSON.stringify({ ...good, version: 2 }), 'no "version": 1'],
    ['has no sealing key', JSON.stringify({ ...good, sealing: [] }), 'no "sealing" keys'],
    ['has one sealing key as text', JSON.stringify({ ...good, sealing: good.lookup }), 'sealing'],
    ['has a short sealing key', JSON.stringify({ ...good, sealing: [short] }), 'sealing key'],
    ['has a number for a key', JSON.stringify({ ...good, sealing: [42] }), 'sealing key'],
    ['has a short look-up key', JSON.stringify({ ...good, lookup: short }), 'lookup key'],
    ['has no look-up key', JSON.stringify({ ...good, lookup: undefined }), 'lookup key'],
  ])('%s: said in words that never hold a key', (_name, text, words) => {
    let message = '';
    try {
      readKeyRing(text);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(words);
    for (const key of [...good.sealing, good.lookup, short]) expect(message).not.toContain(key);
  });
});

test.each([
  ['same', 'same', true],
  ['same', 'sama', false],
  ['same', 'samesame', false],
  ['', '', true],
])('%j and %j compare as %s', (left, right, isEqual) => {
  expect(equalsInConstantTime(Buffer.from(left), Buffer.from(right))).toBe(isEqual);
});
