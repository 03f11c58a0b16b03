import { describe, expect, test } from 'vitest';
import { type VerifyClient, verifyClients } from '../support/clients.ts';
import { freshNumber, unknownRequestId } from '../support/numbers.ts';
import { advanceClock, settle, waitForCode, waitForMessages } from '../support/sandbox.ts';
import { errorText } from '../support/verify.ts';

async function running(
  client: VerifyClient,
  workflowId?: number,
): Promise<{ id: string; number: string; code: string }> {
  const number = freshNumber();
  const workflow = workflowId === undefined ? {} : { workflowId };
  const { result } = await client.request({ number, brand: 'Acme Inc', ...workflow });
  const { request_id: id } = result as { request_id: string }; // request.test.ts asserts the shape
  return { id, number, code: await waitForCode(number) };
}

describe.each(verifyClients)('cancelling with $name', ({ open }) => {
  const client = open();

  test('is refused with status 19 within the first 30 seconds', async () => {
    const { id } = await running(client);
    const { error, result } = await client.cancel(id);
    expect(error).toBeNull();
    expect(result).toMatchObject({ status: '19', error_text: errorText.cancelTooEarly(id) });
  });

  test('a refused cancel changes nothing: the code still verifies', async () => {
    const { id, code } = await running(client);
    await client.cancel(id);
    const { result } = await client.check(id, code);
    expect(result).toMatchObject({ status: '0' });
  });

  test('succeeds after 30 seconds', async () => {
    const { id } = await running(client);
    await advanceClock(31);
    const { error, result } = await client.cancel(id);
    expect(error).toBeNull();
    expect(result).toEqual(client.shown({ status: '0', command: 'cancel' }));
  });

  test('a cancelled request refuses the right code and never sends again', async () => {
    const { id, number, code } = await running(client);
    await advanceClock(31);
    await client.cancel(id);
    const { result } = await client.check(id, code);
    expect(result).toMatchObject({ status: '6', error_text: errorText.notFound(id) });
    await advanceClock(400);
    await settle();
    expect(await waitForMessages(number)).toHaveLength(1);
  });

  test('a cancelled request frees its number at once', async () => {
    const { id, number } = await running(client);
    await advanceClock(31);
    await client.cancel(id);
    const { result } = await client.request({ number, brand: 'Acme Inc' });
    expect(result).toMatchObject({ status: '0' });
  });

  test('is refused with status 19 once the second message is out', async () => {
    const { id, number } = await running(client);
    await advanceClock(126);
    await waitForMessages(number, 2);
    const { result } = await client.cancel(id);
    expect(result).toMatchObject({
      status: '19',
      error_text: expect.stringMatching(errorText.cancelTooLate(id)),
    });
  });

  test('an unknown or finished request is status 6', async () => {
    const unknown = unknownRequestId();
    const first = await client.cancel(unknown);
    expect(first.result).toMatchObject({ status: '6', error_text: errorText.inactive(unknown) });
    const { id, code } = await running(client);
    await client.check(id, code);
    await advanceClock(31);
    const second = await client.cancel(id);
    expect(second.result).toMatchObject({ status: '6', error_text: errorText.inactive(id) });
  });
});

describe.each(verifyClients)('triggering the next event with $name', ({ open }) => {
  const client = open();

  test('sends the next message at once, by the workflow’s next channel', async () => {
    const { id, number, code } = await running(client);
    const { error, result } = await client.triggerNextEvent(id);
    expect(error).toBeNull();
    expect(result).toEqual(client.shown({ status: '0', command: 'trigger_next_event' }));
    const [second, first] = await waitForMessages(number, 2);
    expect([first?.channel, second?.channel]).toEqual(['sms', 'voice']);
    expect(second?.code).toBe(code);
  });

  test('an event that was triggered is not sent again at its old time', async () => {
    const { id, number } = await running(client, 4);
    await client.triggerNextEvent(id);
    await waitForMessages(number, 2);
    await advanceClock(125);
    await settle();
    expect(await waitForMessages(number)).toHaveLength(2);
  });

  test('is status 19 when no event is left', async () => {
    const { id } = await running(client, 6);
    const { result } = await client.triggerNextEvent(id);
    expect(result).toMatchObject({ status: '19', error_text: errorText.noMoreEvents(id) });
  });

  test('an unknown request is status 6', async () => {
    const unknown = unknownRequestId();
    const { result } = await client.triggerNextEvent(unknown);
    expect(result).toMatchObject({ status: '6', error_text: errorText.inactive(unknown) });
  });
});
