import { describe, expect, test } from 'vitest';
import { assertSender } from './assert-sender.ts';
import { numberKinds } from './number.ts';
import { checkSender, listSenderRules, senderRuleOf } from './sender-rules.ts';

describe('the table', () => {
  test('covers the United States, Canada and at least forty more countries, every kind of each', () => {
    const all = listSenderRules();
    const countries = all.map(({ country }) => country);
    expect(countries).toEqual(expect.arrayContaining(['US', 'CA']));
    expect(new Set(countries).size).toBeGreaterThanOrEqual(42);
    for (const { country, rules } of all) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(rules.map(({ kind }) => kind).toSorted()).toEqual([...numberKinds].toSorted());
      for (const { reason } of rules) expect(reason).toMatch(/^[A-Z].{15,}\.$/);
    }
  });

  test('nobody can answer to a name, nor to what is not delivered', () => {
    for (const { rules } of listSenderRules()) {
      for (const { kind, use, isTwoWay } of rules) {
        if (kind === 'alphanumeric' || use === 'refused') expect(isTwoWay).toBe(false);
      }
    }
  });
});

describe('checkSender', () => {
  test.each([
    ['US', 'alphanumeric', 'none', 'refused'],
    // No registration makes a name arrive where carriers have none.
    ['US', 'alphanumeric', 'registered', 'refused'],
    ['US', 'long-number', 'none', 'refused'],
    ['US', 'long-number', 'submitted', 'refused'],
    ['US', 'long-number', 'refused', 'refused'],
    ['US', 'long-number', 'registered', 'allowed'],
    ['US', 'toll-free', 'registered', 'allowed'],
    ['US', 'shared-short-code', 'registered', 'warned'],
    ['CA', 'long-number', 'none', 'allowed'],
    ['DE', 'alphanumeric', 'none', 'allowed'],
    ['DE', 'toll-free', 'registered', 'refused'],
    ['DE', 'shared-short-code', 'registered', 'refused'],
    ['SG', 'alphanumeric', 'none', 'refused'],
    ['SG', 'alphanumeric', 'registered', 'allowed'],
    ['MX', 'alphanumeric', 'none', 'warned'],
    ['FR', 'long-number', 'none', 'refused'],
    ['ZZ', 'alphanumeric', 'none', 'warned'],
    ['constructor', 'alphanumeric', 'none', 'warned'],
  ] as const)('to %s from %s, registration %s: %s', (country, kind, registration, verdict) => {
    expect(checkSender({ country, kind, registration })).toMatchObject({
      verdict,
      reason: expect.stringMatching(/^[A-Z].+\.$/),
    });
  });

  test('an unknown country has no rule', () => {
    expect(senderRuleOf('ZZ', 'alphanumeric')).toBeUndefined();
    expect(senderRuleOf('__proto__', 'alphanumeric')).toBeUndefined();
  });
});

describe('before a message', () => {
  const campaign = {
    id: 1,
    use: 'two-factor' as const,
    code: '12345',
    country: 'US',
    numberKind: 'dedicated-short-code',
    company: 'Acme',
    templates: ['${pin}'],
    details: {},
  };
  const live = { kind: 'live' as const, campaigns: [campaign], registeredSenders: ['18005550100'] };

  test.each([
    ['a short code with an approved campaign', '12345'],
    ['a registered toll-free number', '18005550100'],
  ])('%s may write to the United States', (_what, sender) => {
    expect(assertSender({ application: live, sender, country: 'US' }).verdict).toBe('allowed');
  });

  test.each([
    ['a short code without a campaign', '54321'],
    ['a toll-free number nobody registered', '18445550100'],
    ['a long number without 10DLC', '12025550100'],
    ['a name', 'Acme'],
  ])('%s may not, and the reason is said', (_what, sender) => {
    expect(() => assertSender({ application: live, sender, country: 'US' })).toThrow(
      expect.objectContaining({
        code: 'unroutable',
        publicDetail: {
          parameter: 'sender',
          reason: expect.stringMatching(/in the United States\./),
        },
      }),
    );
  });

  test('the sandbox is never refused, but told', () => {
    const sandbox = { kind: 'sandbox' as const, campaigns: [], registeredSenders: [] };
    expect(assertSender({ application: sandbox, sender: 'Acme', country: 'US' })).toMatchObject({
      verdict: 'refused',
      reason: 'Names as senders are not delivered in the United States.',
    });
  });
});
