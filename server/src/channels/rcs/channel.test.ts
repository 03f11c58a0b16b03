import { expect, test } from 'vitest';
import { allLanguages, message, testChannel } from '../contract.suite.ts';
import { rcs } from './channel.ts';

testChannel(rcs, { codeAs: message.code, codeCount: 1 });

test.each(allLanguages)('the code stands first in %s', (locale) => {
  expect(rcs.render({ ...message, locale }).text.startsWith(message.code)).toBe(true);
});
