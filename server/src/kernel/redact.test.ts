import { describe, expect, test } from 'vitest';
import { maskAddress } from './redact.ts';

describe('a masked address', () => {
  test.each([
    ['447700900123', '4477•••••123'],
    ['+447700900123', '+4477•••••123'],
    ['14155552671', '1415•••••71'],
    ['4915123456789', '4915••••••789'],
    ['123456789012345', '1234••••••••345'],
    ['6581234567', '658•••••67'],
    ['47123456', '4•••••56'],
    ['1234567', '•••••67'],
    ['123456', '••••••'],
    ['1', '•••••'],
    ['anna@example.com', 'a•••@example.com'],
    ['anna.maria+tag@mail.example.co.uk', 'a•••@mail.example.co.uk'],
    ['a@example.com', '•••@example.com'],
    ['😀😀@example.com', '😀•••@example.com'],
    ['änne@bücher.example', 'ä•••@bücher.example'],
    ['', '•••••'],
    ['device-4711', '•••••'],
    ['a b@example.com', '•••••'],
    ['a@b@example.com', '•••••'],
    ['anna@example.com\nBcc: eve@example.com', '•••••'],
    ['4477009\u200b00123', '•••••'],
  ])('%j prints as %j', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  test('hides at least five digits of any number', () => {
    for (let length = 1; length <= 15; length++) {
      const number = '9'.repeat(length);
      const shown = maskAddress(number).replaceAll('•', '').length;
      expect(shown).toBeLessThanOrEqual(Math.max(0, length - 5));
    }
  });

  test('hostile lengths cost no time', () => {
    expect(maskAddress('a'.repeat(50_000))).toBe('•••••');
    expect(maskAddress('1'.repeat(50_000))).toBe('•••••');
    expect(maskAddress(`${'@'.repeat(50_000)}x`).length).toBeLessThan(50);
  });
});
