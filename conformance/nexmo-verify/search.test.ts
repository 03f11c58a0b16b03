import { describe, expect, test } from 'vitest';
import { type VerifyClient, verifyClients } from '../support/clients.ts';
import { freshNumber, unknownRequestId, wrongCode } from '../support/numbers.ts';
import { advanceClock, waitForCode } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { DATE_TIME, errorText, MONEY } from '../support/verify.ts';

async function running(
  client: VerifyClient,
): Promise<{ id: string; number: string; code: string }> {
  const number = freshNumber();
  const { result } = await client.request({ number, brand: 'Acme Inc' });
  const { request_id: id } = result as { request_id: string }; // request.test.ts asserts the shape
  return { id, number, code: await waitForCode(number) };
}

const dateTime = expect.stringMatching(DATE_TIME);

function record(id: string, number: string): Record<string, unknown> {
  return {
    request_id: id,
    account_id: sandbox.apiKey,
    number,
    sender_id: 'verify',
    date_submitted: dateTime,
    date_finalized: '',
    checks: [],
    first_event_date: dateTime,
    last_event_date: dateTime,
    // The fee of a success is due only then; the sources show no running request's price.
    price: '0',
    currency: 'EUR',
    status: 'IN PROGRESS',
    estimated_price_messages_sent: expect.stringMatching(/^\d+\.\d+$/),
    events: [{ type: 'sms', id: expect.any(String) }],
  };
}

describe.each(verifyClients)('searching with $name', ({ open }) => {
  const client = open();

  test('a running request shows every documented field and no error text', async () => {
    const { id, number } = await running(client);
    const { error, result } = await client.search(id);
    expect(error).toBeNull();
    expect(result).toEqual(client.shown(record(id, number)));
  });

  test('a verified request shows the check and the time it ended', async () => {
    const { id, number, code } = await running(client);
    await client.check(id, code);
    const { result } = await client.search(id);
    const check = { date_received: dateTime, code, status: 'VALID', ip_address: '' };
    expect(result).toEqual(
      client.shown({
        ...record(id, number),
        status: 'SUCCESS',
        price: expect.stringMatching(MONEY),
        date_finalized: dateTime,
        checks: [check],
      }),
    );
    const { date_finalized: finalized, checks } = result as {
      date_finalized: string;
      checks: { date_received: string }[];
    };
    expect(finalized).toBe(checks[0]?.date_received);
  });

  test('wrong codes are listed as INVALID', async () => {
    const { id, code } = await running(client);
    await client.check(id, wrongCode(code));
    const { result } = await client.search(id);
    expect(result).toMatchObject({
      status: 'IN PROGRESS',
      checks: [{ code: wrongCode(code), status: 'INVALID' }],
    });
  });

  test('three wrong codes leave a FAILED request with three checks', async () => {
    const { id, code } = await running(client);
    for (const variant of [1, 2, 3]) await client.check(id, wrongCode(code, variant));
    const { result } = await client.search(id);
    expect(result).toMatchObject({ status: 'FAILED', date_finalized: dateTime });
    const { checks } = result as { checks: { status: string }[] };
    expect(checks.map(({ status }) => status)).toEqual(['INVALID', 'INVALID', 'INVALID']);
  });

  test('a cancelled request shows CANCELLED', async () => {
    const { id } = await running(client);
    await advanceClock(31);
    await client.cancel(id);
    const { result } = await client.search(id);
    expect(result).toMatchObject({ status: 'CANCELLED', date_finalized: dateTime });
  });

  test('a request nobody answered shows EXPIRED and costs no success fee', async () => {
    const number = freshNumber();
    const started = await client.request({ number, brand: 'Acme Inc', workflowId: 6 });
    const { request_id: id } = started.result as { request_id: string };
    await waitForCode(number);
    await advanceClock(301);
    const { result } = await client.search(id);
    expect(result).toMatchObject({ status: 'EXPIRED', price: '0', date_finalized: dateTime });
  });

  test('several ids come back in one list', async () => {
    const first = await running(client);
    const second = await running(client);
    const { error, result } = await client.search([first.id, second.id]);
    expect(error).toBeNull();
    const inOrder = Object.fromEntries(
      Object.entries(result as Record<string, { request_id: string }[]>).map(([name, list]) => [
        name,
        list.toSorted((a) => (a.request_id === first.id ? -1 : 1)),
      ]),
    );
    expect(inOrder).toEqual(
      client.shown({
        verification_requests: [record(first.id, first.number), record(second.id, second.number)],
      }),
    );
  });

  test('an unknown id is status 101', async () => {
    const { error, result } = await client.search(unknownRequestId());
    expect(error).toBeNull();
    expect(result).toMatchObject({ status: '101', error_text: errorText.noResponse });
  });
});
