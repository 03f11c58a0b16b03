import { describe, expect, test } from 'vitest';
import { allLanguages, message, payment, testChannel } from '../contract.suite.ts';
import { email } from './channel.ts';

testChannel(email, { codeAs: message.code, codeCount: 1 });

describe('email', () => {
  test('the code stands on a line of its own', () => {
    expect(email.render(message)).toEqual({
      subject: 'Your Acme verification code',
      text:
        'Your Acme verification code is:\n\n041267\n\n' +
        'It is valid for 5 minutes. If you did not ask for it, ignore this message and do not share the code.\n',
      segments: 1,
      locale: 'en-us',
    });
  });

  test.each(allLanguages)('the subject in %s names who asks and never the code', (locale) => {
    const template = { text: '${pin} is it. ${payee} ${amount}', parameters: {} };
    for (const changes of [{}, { payment }, { payment, template }]) {
      const { subject = '' } = email.render({ ...message, ...changes, locale });
      expect(subject).toContain('payment' in changes ? 'Shoe Shop' : 'Acme');
      expect(subject).not.toContain(message.code);
    }
  });

  test.each([
    'Acme\r\nBcc: eve@example.com',
    'Acme\nBcc: eve@example.com',
    'Acme\u2028Bcc: eve@example.com',
    'Acme\u0085Bcc: eve@example.com',
    'Acme\u0000',
    `Acme${'x'.repeat(5000)}`,
  ])('brand %.40j makes no second header', (brand) => {
    const { subject = '' } = email.render({ ...message, brand });
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(subject.length).toBeLessThanOrEqual(300);
  });

  test('a subject is not cut inside a character', () => {
    const { subject = '' } = email.render({ ...message, brand: '😀'.repeat(300) });
    expect(subject.isWellFormed()).toBe(true);
  });
});
