import { describe, expect, test } from 'vitest';
import { type VerifyClient, verifyClients } from '../support/clients.ts';
import { freshNumber, wrongCode } from '../support/numbers.ts';
import { settle, waitForCode, waitForMessages } from '../support/sandbox.ts';
import { errorText, MONEY } from '../support/verify.ts';

async function running(
  client: VerifyClient,
): Promise<{ id: string; number: string; code: string }> {
  const number = freshNumber();
  const { result } = await client.request({ number, brand: 'Acme Inc' });
  const { request_id: id } = result as { request_id: string }; // request.test.ts asserts the shape
  return { id, number, code: await waitForCode(number) };
}

describe.each(verifyClients)('checking a code with $name', ({ open }) => {
  const client = open();

  test('the right code hands back event, price and currency', async () => {
    const { id, code } = await running(client);
    const { error, result } = await client.check(id, code);
    expect(error).toBeNull();
    expect(result).toEqual(
      client.shown({
        request_id: id,
        event_id: expect.any(String),
        status: '0',
        price: expect.stringMatching(MONEY),
        currency: 'EUR',
        estimated_price_messages_sent: expect.stringMatching(/^\d+\.\d+$/),
      }),
    );
  });

  test('the event id is that of the message that carried the code', async () => {
    const { id, code } = await running(client);
    const { result } = await client.check(id, code);
    const found = await client.search(id);
    const { events } = found.result as { events: { id: string }[] };
    expect((result as { event_id: string }).event_id).toBe(events[0]?.id);
  });

  test('a wrong code is status 16 and names the request', async () => {
    const { id, code } = await running(client);
    const { error, result } = await client.check(id, wrongCode(code));
    expect(error).toBeNull();
    expect(result).toEqual(
      client.shown({ request_id: id, status: '16', error_text: errorText.wrongCode }),
    );
  });

  test('after a wrong code the right one still verifies', async () => {
    const { id, code } = await running(client);
    await client.check(id, wrongCode(code));
    await client.check(id, wrongCode(code, 2));
    const { result } = await client.check(id, code);
    expect(result).toMatchObject({ request_id: id, status: '0' });
  });

  test('the third wrong code is status 17 and ends the request', async () => {
    const { id, code } = await running(client);
    await client.check(id, wrongCode(code, 1));
    await client.check(id, wrongCode(code, 2));
    const third = await client.check(id, wrongCode(code, 3));
    expect(third.result).toEqual(
      client.shown({ request_id: id, status: '17', error_text: errorText.tooManyWrongCodes }),
    );
    const afterwards = await client.check(id, code);
    expect(afterwards.result).toMatchObject({ status: '6', error_text: errorText.notFound(id) });
    const found = await client.search(id);
    expect(found.result).toMatchObject({ status: 'FAILED' });
  });

  test('a code verifies once only', async () => {
    const { id, number, code } = await running(client);
    await client.check(id, code);
    const { result } = await client.check(id, code);
    expect(result).toMatchObject({ status: '6', error_text: errorText.notFound(id) });
    await settle();
    expect(await waitForMessages(number)).toHaveLength(1);
  });

  test('a verified number can be verified again at once', async () => {
    const { id, number, code } = await running(client);
    await client.check(id, code);
    const { result } = await client.request({ number, brand: 'Acme Inc' });
    expect(result).toMatchObject({ status: '0' });
    expect((result as { request_id: string }).request_id).not.toBe(id);
  });

  test('the code of another request does not verify this one', async () => {
    const mine = await running(client);
    let other = await running(client);
    while (other.code === mine.code) other = await running(client);
    const { result } = await client.check(mine.id, other.code);
    expect(result).toMatchObject({ status: '16' });
  });
});
