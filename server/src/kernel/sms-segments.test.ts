import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, test } from 'vitest';
import { isGsm7, lengthOfSms, measureSms, splitSms } from './sms-segments.ts';

function measureSlowly(text: string) {
  const message = new SegmentedMessage(text);
  return {
    encoding: message.encodingName === 'GSM-7' ? 'gsm-7' : 'ucs-2',
    segments: message.segmentsCount,
  };
}

describe('the size of an SMS', () => {
  test.each([
    ['nothing', '', 'gsm-7', 1],
    ['160 of GSM-7', 'a'.repeat(160), 'gsm-7', 1],
    ['161 of GSM-7', 'a'.repeat(161), 'gsm-7', 2],
    ['2 × 153 of GSM-7', 'a'.repeat(306), 'gsm-7', 2],
    ['2 × 153 + 1 of GSM-7', 'a'.repeat(307), 'gsm-7', 3],
    ['80 extension characters', '€'.repeat(80), 'gsm-7', 1],
    ['81 extension characters', '€'.repeat(81), 'gsm-7', 2],
    ['158 and one of two septets', `${'a'.repeat(158)}{`, 'gsm-7', 1],
    ['159 and one of two septets', `${'a'.repeat(159)}{`, 'gsm-7', 2],
    ['a pair of septets is not cut at 153', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm-7', 3],
    ['Greek capitals', 'ΓΔΘΛΞΠΣΦΨΩ'.repeat(16), 'gsm-7', 1],
    ['é à ñ ü ß Ç', 'éàñüßÇ', 'gsm-7', 1],
    ['ç is not Ç', 'ç', 'ucs-2', 1],
    ['ê', 'ê', 'ucs-2', 1],
    ['a curly apostrophe', 'l’accès', 'ucs-2', 1],
    ['a backtick', '`', 'ucs-2', 1],
    ['a tab', 'a\tb', 'ucs-2', 1],
    ['a no-break space', '1\u00a0000', 'ucs-2', 1],
    ['70 of UCS-2', 'я'.repeat(70), 'ucs-2', 1],
    ['71 of UCS-2', 'я'.repeat(71), 'ucs-2', 2],
    ['2 × 67 of UCS-2', 'я'.repeat(134), 'ucs-2', 2],
    ['2 × 67 + 1 of UCS-2', 'я'.repeat(135), 'ucs-2', 3],
    ['35 emoji', '😀'.repeat(35), 'ucs-2', 1],
    ['36 emoji', '😀'.repeat(36), 'ucs-2', 2],
    ['an extension character in UCS-2 counts once', `я${'€'.repeat(69)}`, 'ucs-2', 1],
  ] as const)('%s', (_name, text, encoding, segments) => {
    expect(measureSms(text)).toEqual({ encoding, segments });
    expect(measureSlowly(text)).toEqual({ encoding, segments });
  });

  test('the encoding is the library’s for every UTF-16 unit', () => {
    const differing: number[] = [];
    for (let unit = 0; unit <= 0xffff; unit++) {
      const text = String.fromCharCode(unit);
      if (measureSms(text).encoding !== measureSlowly(text).encoding) differing.push(unit);
    }
    expect(differing).toEqual([]);
  });

  test('encoding and segments are the library’s on 3,000 random strings', () => {
    for (let round = 0; round < 3000; round++) {
      const text = randomText([
        'abcdefghij 0123456789.:,',
        'ab é ñ ü €{}[]~^|\\\n\r',
        'aя你 ç😀é\r\n',
      ]);
      expect([text, measureSms(text)]).toEqual([text, measureSlowly(text)]);
    }
  });

  test('joined characters may be parted, so the library never counts fewer', () => {
    for (let round = 0; round < 500; round++) {
      const text = randomText(['e\u0301👩‍👩‍👧🇬🇧क्षि']);
      const { encoding, segments } = measureSlowly(text);
      expect(measureSms(text).encoding).toBe(encoding);
      expect(segments - measureSms(text).segments).toBeOneOf([0, 1]);
    }
  });

  test('a long text costs no time', () => {
    expect(measureSms('я'.repeat(1_000_000)).segments).toBe(Math.ceil(1_000_000 / 67));
    expect(measureSms('a'.repeat(1_000_000)).segments).toBe(Math.ceil(1_000_000 / 153));
  });
});

let seed = 7;
function random(bound: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * bound);
}

/** One in ten is long: the library takes a millisecond for every 70 characters. */
function randomText(alphabets: readonly string[]): string {
  const alphabet = [...(alphabets[random(alphabets.length)] ?? '')];
  const length = random(10) === 0 ? 60 + random(400) : random(60);
  return Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
}

describe('what a text takes up', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['€{', 4],
    ['a€ç', 3],
    ['😀', 2],
  ])('%j is %i', (text, length) => {
    expect(lengthOfSms(text)).toBe(length);
  });

  test('GSM-7 or not', () => {
    expect(isGsm7('Acme: é € {}')).toBe(true);
    expect(isGsm7('it’s')).toBe(false);
    expect(isGsm7('😀')).toBe(false);
  });
});

describe('the parts of a text', () => {
  test('are as many as it is measured to have, none too long, and joined they are the text', () => {
    for (let round = 0; round < 500; round++) {
      const text = randomText(['abc é', 'a€{', 'aя', '😀я', '😀ab€']);
      const { encoding, parts } = splitSms(text);
      const single = measureSms(text);
      expect({ encoding, segments: parts.length }).toEqual(single);
      expect(parts.join('')).toBe(text);
      const capacity = encoding === 'gsm-7' ? 153 : 67;
      if (parts.length > 1) {
        for (const part of parts) {
          const size = encoding === 'gsm-7' ? lengthOfSms(part) : part.length;
          expect(size).toBeLessThanOrEqual(capacity);
        }
      }
    }
  });

  test('neither a pair of septets nor a surrogate pair is cut', () => {
    expect(splitSms(`${'a'.repeat(152)}€${'b'.repeat(10)}`.padEnd(170, 'b')).parts[0]).toBe(
      'a'.repeat(152),
    );
    const emoji = splitSms('😀'.repeat(40)).parts;
    expect(emoji).toEqual(['😀'.repeat(33), '😀'.repeat(7)]);
    expect(emoji.every((part) => part.isWellFormed())).toBe(true);
  });

  test('are of UCS-2 where that is wanted, though GSM-7 would do', () => {
    expect(splitSms('a'.repeat(71), 'ucs-2')).toEqual({
      encoding: 'ucs-2',
      parts: ['a'.repeat(67), 'aaaa'],
    });
    expect(splitSms('', 'ucs-2')).toEqual({ encoding: 'ucs-2', parts: [''] });
  });
});
