import { expect, test } from 'vitest';
import { meaningOf } from './receive-reply.ts';

test.each([
  ['STOP', 'stop'],
  [' stop ', 'stop'],
  ['Stop.', 'stop'],
  ['StopAll', 'stop'],
  ['unsubscribe', 'stop'],
  ['CANCEL', 'stop'],
  ['end', 'stop'],
  ['Quit!', 'stop'],
  ['START', 'start'],
  ['unstop', 'start'],
  ['please stop', 'message'],
  ['stop it', 'message'],
  ['STOP 🛑', 'message'],
  ['1234', 'message'],
  ['', 'message'],
])('%j means %s', (text, meaning) => {
  expect(meaningOf(text)).toBe(meaning);
});
