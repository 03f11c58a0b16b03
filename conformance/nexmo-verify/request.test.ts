import { describe, expect, test } from 'vitest';
import { verifyClients } from '../support/clients.ts';
import { freshNumber } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';
import { DATE_TIME, HEX32 } from '../support/verify.ts';

const accepted = { request_id: expect.stringMatching(HEX32), status: '0' };

describe.each(verifyClients)('starting a verification with $name', ({ open }) => {
  const client = open();

  test('hands back the request id and status 0, nothing else', async () => {
    const { error, result } = await client.request({ number: freshNumber(), brand: 'Acme Inc' });
    expect(error).toBeNull();
    expect(result).toEqual(client.shown(accepted));
  });

  test('sends the code by SMS with the brand and the minutes it is valid', async () => {
    const number = freshNumber();
    await client.request({ number, brand: 'Acme Inc', lg: 'en-us' });
    const [message] = await waitForMessages(number);
    expect(message).toMatchObject({ channel: 'sms', to: number, from: 'VERIFY' });
    expect(message?.code).toMatch(/^\d{4}$/);
    expect(message?.text).toBe(`Acme Inc code: ${message?.code}. Valid for 5 minutes.`);
    expect(Number.isNaN(Date.parse(message?.sentAt ?? ''))).toBe(false);
  });

  test('honours code length, sender and language', async () => {
    const number = freshNumber();
    const { result } = await client.request({
      number,
      brand: 'Acme Inc',
      codeLength: 6,
      senderId: 'ACME',
      lg: 'de-de',
    });
    expect(result).toEqual(client.shown(accepted));
    const [message] = await waitForMessages(number);
    expect(message?.from).toBe('ACME');
    expect(message?.code).toMatch(/^\d{6}$/);
    expect(message?.text).toContain(message?.code ?? 'a code');
    expect(message?.text).not.toContain('Valid for');
  });

  test('completes a national number by the country', async () => {
    const number = freshNumber();
    const { result } = await client.request({
      number: `0${number.slice(2)}`,
      country: 'GB',
      brand: 'Acme Inc',
    });
    expect(result).toEqual(client.shown(accepted));
    const [message] = await waitForMessages(number);
    expect(message?.to).toBe(number);
  });

  test('begins with a call when the workflow says so', async () => {
    const number = freshNumber();
    const { result } = await client.request({ number, brand: 'Acme Inc', workflowId: 7 });
    expect(result).toEqual(client.shown(accepted));
    const [message] = await waitForMessages(number);
    expect(message).toMatchObject({ channel: 'voice', to: number });
  });

  test('sends the code the application chose', async () => {
    const number = freshNumber();
    const { result } = await client.request({ number, brand: 'Acme Inc', pinCode: 'AKFG3424' });
    expect(result).toEqual(client.shown(accepted));
    const [message] = await waitForMessages(number);
    expect(message?.text).toContain('AKFG3424');
    const id = (result as { request_id: string }).request_id; // shape asserted above
    const checked = await client.check(id, 'AKFG3424');
    expect(checked.result).toMatchObject({ status: '0' });
  });

  test('a payment confirmation names payee and amount', async () => {
    const number = freshNumber();
    const { error, result } = await client.psd2({ number, payee: 'Acme Inc', amount: 48 });
    expect(error).toBeNull();
    expect(result).toEqual(client.shown(accepted));
    const [message] = await waitForMessages(number);
    expect(message?.text).toContain('Acme Inc');
    expect(message?.text).toMatch(/48([.,]00)?\b/);
    expect(message?.text).toContain(message?.code ?? 'a code');
  });

  test('a payment confirmation is searched and checked like any other', async () => {
    const number = freshNumber();
    const { result } = await client.psd2({ number, payee: 'Acme Inc', amount: 48, workflowId: 4 });
    const id = (result as { request_id: string }).request_id; // shape asserted above
    const [message] = await waitForMessages(number);
    const found = await client.search(id);
    expect(found.result).toMatchObject({
      request_id: id,
      status: 'IN PROGRESS',
      date_submitted: expect.stringMatching(DATE_TIME),
    });
    const checked = await client.check(id, message?.code ?? '');
    expect(checked.result).toMatchObject({ request_id: id, status: '0' });
  });
});
