import { expect, test } from 'vitest';
import { settingsInForce } from './application.ts';
import { describeLimitChanges } from './describe-limit-changes.ts';
import { sandboxPumping } from './pumping-settings.ts';

const before = settingsInForce('sandbox', {});

test('each limit that changed is one line, the others are none', () => {
  const pumping = {
    ...sandboxPumping,
    prefix: { ...sandboxPumping.prefix, action: 'refuse' as const, hour: 5 },
    allow: {
      countries: ['GB', 'DE'],
      prefixes: [],
      numbers: [{ mac: 'a'.repeat(22), label: '4477•••••123' }],
    },
  };
  expect(describeLimitChanges(before, { pumping, spendCaps: { hour: '12.5', day: null } })).toEqual(
    {
      'pumping.prefix.action': 'record → refuse',
      'pumping.prefix.hour': '10 → 5',
      'pumping.allow.countries': 'none → GB, DE',
      'pumping.allow.numbers': 'none → 4477•••••123',
      'spendCaps.hour': 'none → 12.5',
    },
  );
});

test('settings that are no limits are not told', () => {
  expect(describeLimitChanges(before, { sender: 'ACME' })).toEqual({});
  expect(describeLimitChanges(before, { pumping: sandboxPumping })).toEqual({});
});
