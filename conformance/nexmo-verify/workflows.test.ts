import { describe, expect, test } from 'vitest';
import { freshNumber, wrongCode } from '../support/numbers.ts';
import { advanceClock, messagesTo, settle, waitForMessages } from '../support/sandbox.ts';
import { check, control, search, start } from '../support/verify.ts';

/** Facts 1.11: what is sent, and the seconds between one message and the next. */
const workflows = [
  { id: 1, channels: ['sms', 'voice', 'voice'], waits: [125, 180], lastWait: 300 },
  { id: 2, channels: ['sms', 'sms', 'voice'], waits: [125, 180], lastWait: 300 },
  { id: 3, channels: ['voice', 'voice'], waits: [150], lastWait: 150 },
  { id: 4, channels: ['sms', 'sms'], waits: [120], lastWait: 180 },
  { id: 5, channels: ['sms', 'voice'], waits: [120], lastWait: 180 },
  { id: 6, channels: ['sms'], waits: [], lastWait: 300 },
  { id: 7, channels: ['voice'], waits: [], lastWait: 300 },
] as const;

const eventType: Readonly<Record<string, string>> = { sms: 'sms', voice: 'tts' };

/** Channel and code of each message, oldest first. */
async function sent(number: string, count: number): Promise<{ channel: string; code: string }[]> {
  const messages = await waitForMessages(number, count);
  return messages.toReversed().map(({ channel, code }) => ({ channel, code: code ?? '' }));
}

describe.each(workflows)('workflow $id', ({ id: workflow, channels, waits, lastWait }) => {
  test(`sends ${channels.join(', ')} at the documented times and then expires`, async () => {
    const { number, id } = await start({ workflow_id: workflow });
    for (const [index, wait] of waits.entries()) {
      await waitForMessages(number, index + 1);
      await advanceClock(wait - 20);
      await settle(150);
      expect(await messagesTo(number), `20 s before message ${index + 2}`).toHaveLength(index + 1);
      await advanceClock(20);
    }
    const messages = await sent(number, channels.length);
    expect(messages.map(({ channel }) => channel)).toEqual(channels);

    await advanceClock(lastWait + 1);
    await settle(150);
    expect(await messagesTo(number)).toHaveLength(channels.length);
    expect(await search(id)).toMatchObject({
      status: 'EXPIRED',
      events: channels.map((channel) => ({ type: eventType[channel] })),
    });
  });
});

/** Facts 1.12: which messages of workflow 1 carry the PIN of the message before. */
const pinRules = [
  { pin_expiry: 360, next_event_wait: 120, codes: ['a', 'a', 'a'] },
  { pin_expiry: 240, next_event_wait: 120, codes: ['a', 'a', 'b'] },
  { pin_expiry: 120, next_event_wait: 120, codes: ['a', 'b', 'c'] },
  // Neither is a multiple of the wait: the PIN's life becomes the wait itself.
  { pin_expiry: 200, next_event_wait: 120, codes: ['a', 'b', 'c'] },
  { pin_expiry: 90, next_event_wait: 120, codes: ['a', 'b', 'c'] },
  { pin_expiry: 300, next_event_wait: 60, codes: ['a', 'a', 'a'] },
] as const;

describe.each(pinRules)(
  'a PIN valid for $pin_expiry s, messages every $next_event_wait s',
  ({ codes, ...timing }) => {
    test(`carries ${codes.join(', ')}`, async () => {
      // Six digits: two fresh PINs are the same by chance once in a million runs.
      const { number } = await start({ workflow_id: 1, code_length: 6, ...timing });
      for (const count of [1, 2]) {
        await waitForMessages(number, count);
        await advanceClock(timing.next_event_wait);
      }
      const messages = await sent(number, 3);
      const letters = new Map<string, string>();
      for (const { code } of messages) {
        if (!letters.has(code)) letters.set(code, 'abc'.charAt(letters.size));
      }
      expect(messages.map(({ code }) => letters.get(code))).toEqual(codes);
    });
  },
);

describe('the PINs of one request', () => {
  const fresh = { workflow_id: 4, code_length: 6, pin_expiry: 120, next_event_wait: 120 };

  test('the PIN before the current one is wrong', async () => {
    const { number, id } = await start(fresh);
    await waitForMessages(number, 1);
    await advanceClock(120);
    const [first, second] = await sent(number, 2);
    expect(await check(id, first?.code ?? '')).toMatchObject({ status: '16' });
    expect(await check(id, second?.code ?? '')).toMatchObject({ status: '0' });
  });

  test('a fresh PIN brings three fresh tries', async () => {
    const { number, id } = await start(fresh);
    const [first] = await sent(number, 1);
    await check(id, wrongCode(first?.code ?? '', 1));
    await check(id, wrongCode(first?.code ?? '', 2));
    await advanceClock(120);
    const [, second] = await sent(number, 2);
    const wrong = wrongCode(second?.code ?? '', 3);
    expect(await check(id, wrong)).toMatchObject({ status: '16' });
    expect(await check(id, wrong)).toMatchObject({ status: '16' });
    expect(await check(id, second?.code ?? '')).toMatchObject({ status: '0' });
  });

  test('a resent PIN brings none', async () => {
    const { number, id } = await start({ workflow_id: 4, code_length: 6 });
    const [first] = await sent(number, 1);
    const wrong = wrongCode(first?.code ?? '');
    await check(id, wrong);
    await check(id, wrong);
    await control(id, 'trigger_next_event');
    const [, second] = await sent(number, 2);
    expect(second?.code).toBe(first?.code);
    expect(await check(id, wrong)).toMatchObject({ status: '17' });
  });

  test('after success nothing more is sent', async () => {
    const { number, id } = await start({ workflow_id: 1 });
    const [first] = await sent(number, 1);
    await check(id, first?.code ?? '');
    await advanceClock(700);
    await settle();
    expect(await messagesTo(number)).toHaveLength(1);
  });

  test('an expired PIN does not verify', async () => {
    const { number, id } = await start({ workflow_id: 6, pin_expiry: 60 });
    const [first] = await sent(number, 1);
    await advanceClock(61);
    expect(await check(id, first?.code ?? '')).toMatchObject({ status: '6' });
  });

  test('an expired request frees its number', async () => {
    const number = freshNumber();
    await start({ number, workflow_id: 6 });
    await waitForMessages(number, 1);
    await advanceClock(301);
    await start({ number });
    await waitForMessages(number, 2);
  });
});
