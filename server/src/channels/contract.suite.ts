/** What every channel owes. Called by each channel's own test. */
import { describe, expect, test } from 'vitest';
import { PlatformError } from '../kernel/errors.ts';
import { paymentLanguages, verifyLanguages } from '../kernel/language.ts';
import type { Channel, CodeMessage, RenderedMessage } from './contract.ts';

export const message: CodeMessage = {
  code: '041267',
  brand: 'Acme',
  locale: 'en-us',
  expiresInSeconds: 300,
};
export const payment = { payee: 'Shoe Shop', amount: '1500.00', currency: 'EUR' };
export const allLanguages = [...new Set([...verifyLanguages, ...paymentLanguages])];

interface ChannelTraits {
  /** How the code reads in the text, e.g. `*041267*`. */
  readonly codeAs: string;
  /** Times the channel's own text says it. */
  readonly codeCount: number;
}

export function testChannel(channel: Channel, { codeAs, codeCount }: ChannelTraits): void {
  const render = (changes: Partial<CodeMessage>) => channel.render({ ...message, ...changes });
  const everything = (rendered: RenderedMessage) =>
    [rendered.subject, rendered.text, rendered.ssml].join('\n');

  describe(`channel ${channel.name}`, () => {
    testIdentity(channel);

    test('is confirmed by the code it says', () => {
      expect(channel.confirmedBy).toBe('code');
      expect(render({}).choices).toBeUndefined();
    });

    test.each(allLanguages)('says code, brand and life of the code in %s', (locale) => {
      const { text, segments } = render({ locale });
      expect(text.split(codeAs)).toHaveLength(codeCount + 1);
      expect(text).toContain('Acme');
      expect(text).toContain('5');
      expect(text).not.toMatch(/undefined|\$\{|\{\}/);
      expect(segments).toBeGreaterThanOrEqual(1);
    });

    test.each(allLanguages)('says payee and amount of a payment in %s', (locale) => {
      const { text } = render({ locale, payment });
      expect(text.split(codeAs)).toHaveLength(codeCount + 1);
      expect(text).toContain('Shoe Shop');
      expect(text).toMatch(/1[., ]500[.,]00 EUR/);
    });

    test('tells the language it fell back to', () => {
      expect(render({ locale: 'fr-fr' }).locale).toBe('fr-fr');
      expect(render({ locale: 'fr-be' }).locale).toBe('fr-fr');
      expect(render({ locale: 'ga-ie' }).locale).toBe('en-us');
      expect(render({ locale: 'tlh' })).toEqual(render({ locale: 'en-us' }));
    });

    test('says one minute in the singular', () => {
      expect(render({ expiresInSeconds: 60 }).text).toMatch(/1 minute(?!s)/);
      expect(render({ expiresInSeconds: 61 }).text).toContain('2 minutes');
    });

    test('says the application’s own text in place of its own', () => {
      const template = {
        text: '${what}: ${pin} (${pin_expiry} ${time-limit-unit})',
        parameters: { what: 'Door' },
      };
      const { text } = render({ template });
      const plainCode = channel.name === 'voice' ? codeAs : message.code;
      expect(text).toBe(`Door: ${plainCode} (5 minutes)`);
      expect(render({ template, locale: 'it-it' }).text).toContain('5 minuti');
    });

    test.each([
      ['without the code', 'Hello ${brand}', {}, 'pin'],
      ['with an unknown parameter', '${pin} ${nobody}', {}, 'nobody'],
      ['that hides the payee', '${pin} ${amount}', { payment }, 'payee'],
      ['that hides the amount', '${pin} ${payee}', { payment }, 'amount'],
    ])('refuses a text %s', (_name, text, changes, parameter) => {
      const broken = () => render({ ...changes, template: { text, parameters: {} } });
      expect(broken).toThrow(PlatformError);
      expect(broken).toThrow(
        expect.objectContaining({
          code: 'invalid_template',
          publicDetail: expect.objectContaining({ parameter }),
        }),
      );
    });

    test('a brand carries no control character, newline or parameter into the message', () => {
      const brand = 'A\u0000c\u001bme\r\nBcc: eve@example.com ${pin}';
      const clean = 'Acme Bcc: eve@example.com ${pin}';
      const rendered = render({ brand });
      expect(everything(rendered)).toContain(clean);
      expect(everything(rendered)).not.toMatch(/(?!\n)\p{Cc}/u);
    });

    test('is the same for the same message', () => {
      expect(render({})).toEqual(render({}));
    });
  });
}

/** What a channel owes that is confirmed by something else than a code. */
export function testCodelessChannel(channel: Channel): void {
  const render = (changes: Partial<CodeMessage>) => channel.render({ ...message, ...changes });

  describe(`channel ${channel.name}`, () => {
    testIdentity(channel);

    test('is not confirmed by a code', () => {
      expect(channel.confirmedBy).not.toBe('code');
    });

    test.each(allLanguages)('names the brand and keeps the code to itself in %s', (locale) => {
      for (const changes of [{}, { payment }, { template: { text: '${pin}', parameters: {} } }]) {
        const rendered = render({ ...changes, locale });
        expect(JSON.stringify(rendered)).not.toContain(message.code);
        expect(rendered.text).not.toMatch(/undefined|\$\{|\{\}/);
        if (!('payment' in changes)) expect(rendered.text).toContain('Acme');
      }
    });

    test('a brand carries no control character, newline or parameter into the message', () => {
      const { text } = render({ brand: 'A\u0000c\u001bme\r\nEve ${pin}' });
      expect(text).toContain('Acme Eve ${pin}');
      expect(text).not.toMatch(/\p{Cc}/u);
    });

    test('is the same for the same message', () => {
      expect(render({})).toEqual(render({}));
    });
  });
}

function testIdentity(channel: Channel): void {
  test('has a stable name and says what it is sent to', () => {
    expect(channel.name).toMatch(/^[a-z][a-z-]*$/);
    expect(['phone-number', 'email']).toContain(channel.addressKind);
  });
}
