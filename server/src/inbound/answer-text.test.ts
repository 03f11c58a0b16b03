import { expect, test } from 'vitest';
import { measureSms } from '../kernel/sms-segments.ts';
import { answerText } from './answer-text.ts';

const meanings = ['stop', 'help', 'start'] as const;
const languages = ['en', 'es'] as const;
const all = meanings.flatMap((meaning) => languages.map((language) => ({ meaning, language })));

test.each(all)('$meaning in $language names the company in one part, however long', (keyword) => {
  for (const company of ['Acme', 'Acme Northern Holdings and Trading', 'Ünïcode 東京 & Söhne']) {
    for (const supportEmail of [undefined, `${'long'.repeat(15)}@example.com`]) {
      const details = supportEmail ? { supportEmail } : {};
      const text = answerText(keyword, { company, details }, 'Application');
      expect(text.startsWith(company.slice(0, 30))).toBe(true);
      if (!/[^ -~ñÑüÜöäÄÖ]/.test(company)) expect(measureSms(text).segments).toBe(1);
    }
  }
});

test.each(languages)('help in %s says how to stop, and that it may cost', (language) => {
  const text = answerText({ meaning: 'help', language }, undefined, 'Acme');
  expect(text).toMatch(language === 'en' ? /rates.*STOP/ : /tarifas.*ALTO/);
});

test('the campaign’s own words go first where they fit one part', () => {
  const campaign = { company: 'Acme', details: { stopText: 'Bye.', helpText: 'x'.repeat(161) } };
  expect(answerText({ meaning: 'stop', language: 'es' }, campaign, 'A')).toBe('Bye.');
  expect(answerText({ meaning: 'help', language: 'en' }, campaign, 'A')).toMatch(/^Acme: /);
});

test('the campaign’s own words are filled in, and nobody is sent a parameter', () => {
  const details = {
    stopText: '${company}: bye.',
    helpText: '${company}: ask ${agent}',
    startText: '${',
  };
  const campaign = { company: 'Acme', details };
  expect(answerText({ meaning: 'stop', language: 'en' }, campaign, 'A')).toBe('Acme: bye.');
  for (const meaning of ['help', 'start'] as const) {
    const text = answerText({ meaning, language: 'en' }, campaign, 'A');
    expect(text).toMatch(/^Acme: You/);
    expect(text).not.toContain('$');
  }
});

test('whom to ask is told where somebody is named', () => {
  const campaign = { company: 'Acme', details: { supportPhone: '+1 800 555 0100' } };
  const text = answerText({ meaning: 'help', language: 'en' }, campaign, 'A');
  expect(text).toContain('Help: +1 800 555 0100.');
});
