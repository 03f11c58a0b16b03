import { describe, expect, test } from 'vitest';
import { type Params, send, viaForm } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import {
  messagesTo,
  replyFromHandset,
  settle,
  waitFor,
  waitForMessages,
} from '../support/sandbox.ts';
import { expectRefusal, messageOf, PATH, sendPin } from '../support/two-factor.ts';
import { KEYS } from '../support/verify.ts';

describe('2FA refuses', () => {
  const refused: readonly [string, Params, string, string | RegExp][] = [
    ['a missing recipient', { pin: '4711' }, '2', 'Missing to param'],
    ['an empty recipient', { to: '', pin: '4711' }, '2', 'Missing to param'],
    ['a missing PIN', { to: freshUsNumber() }, '2', 'Missing pin param'],
    ['an empty PIN', { to: freshUsNumber(), pin: '' }, '2', 'Missing pin param'],
    ['a recipient in letters', { to: 'nobody', pin: '4711' }, '3', 'to address is not numeric'],
    ['two recipients', { to: '14155550100,14155550101', pin: '4711' }, '3', /./],
    ['a PIN in letters', { to: freshUsNumber(), pin: 'abcd' }, '3', /pin/],
  ];
  test.each(refused)('%s', async (_what, params, status, text) => {
    expectRefusal(await send(viaForm(PATH, { ...params, ...KEYS })), status, text);
  });

  test('a client-ref longer than 40 characters, or keeps it whole: never half', async () => {
    const reference = 'r'.repeat(41);
    const answer = await send(
      viaForm(PATH, { to: freshUsNumber(), pin: '4711', 'client-ref': reference, ...KEYS }),
    );
    const message = messageOf(answer);
    if (message.status === '0') expect(message['client-ref']).toBe(reference);
    else expect(message.status).toBe('3');
  });

  test('nothing of a refused request reaches the handset', async () => {
    const to = freshUsNumber();
    await send(viaForm(PATH, { to, pin: '4711', ...KEYS, api_secret: 'x' }));
    await send(viaForm(PATH, { to, pin: '', ...KEYS }));
    await settle();
    expect(await messagesTo(to)).toEqual([]);
  });
});

describe('a recipient who answers STOP', () => {
  test('is status 102 until START', async () => {
    const { to } = await sendPin();
    const [message] = await waitForMessages(to);
    const shortCode = message?.from ?? '';
    await replyFromHandset({ from: to, to: shortCode, text: 'STOP' });
    const again = () => send(viaForm(PATH, { to, pin: '4711', ...KEYS }));
    await waitFor('the opt-out', async () =>
      messageOf(await again()).status === '102' ? true : undefined,
    );
    expectRefusal(await again(), '102', /./);

    await replyFromHandset({ from: to, to: shortCode, text: 'START' });
    await waitFor('the opt-in', async () =>
      messageOf(await again()).status === '0' ? true : undefined,
    );
  });
});
