import { describe, expect, test } from 'vitest';
import { verifyClients } from '../support/clients.ts';
import { freshNumber, unknownRequestId } from '../support/numbers.ts';
import { sandbox } from '../support/server.ts';
import { errorText } from '../support/verify.ts';

describe.each(verifyClients)('errors as $name hands them over', ({ open }) => {
  const client = open();

  test.each(['not-a-number', '123', '4474', '+44 (0)7xx'])(
    '%s is no number: status 3',
    async (number) => {
      const { error, result } = await client.request({ number, brand: 'Acme Inc' });
      expect(error).toBeNull();
      expect(result).toMatchObject({ status: '3', error_text: errorText.number });
    },
  );

  test('a second request for a number is status 10 with the id of the running one', async () => {
    const number = freshNumber();
    const first = await client.request({ number, brand: 'Acme Inc' });
    const { request_id: id } = first.result as { request_id: string };
    const { error, result } = await client.request({ number, brand: 'Acme Inc' });
    expect(error).toBeNull();
    expect(result).toMatchObject({
      request_id: id,
      status: '10',
      error_text: errorText.concurrent,
    });
  });

  test('another spelling of a number under verification is status 10 too', async () => {
    const number = freshNumber();
    await client.request({ number, brand: 'Acme Inc' });
    const { result } = await client.request({
      number: `0${number.slice(2)}`,
      country: 'GB',
      brand: 'Other',
    });
    expect(result).toMatchObject({ status: '10' });
  });

  test('a wrong secret is status 4 on a request', async () => {
    const stranger = open({ apiKey: sandbox.apiKey, apiSecret: 'Wr0ngS3cret' });
    const { error, result } = await stranger.request({ number: freshNumber(), brand: 'Acme' });
    expect(error).toBeNull();
    expect(result).toMatchObject({ status: '4', error_text: errorText.credentials });
  });

  test('an unknown key is status 4 on check, search and control', async () => {
    const stranger = open({ apiKey: '00000000', apiSecret: sandbox.apiSecret });
    const id = unknownRequestId();
    const answers = [
      await stranger.check(id, '1234'),
      await stranger.search(id),
      await stranger.cancel(id),
    ];
    for (const { error, result } of answers) {
      expect(error).toBeNull();
      expect(result).toMatchObject({ status: '4', error_text: errorText.otherCredentials });
    }
  });

  test('a code for an unknown request is status 6', async () => {
    const id = unknownRequestId();
    const { error, result } = await client.check(id, '1234');
    expect(error).toBeNull();
    expect(result).toMatchObject({ status: '6', error_text: errorText.notFound(id) });
  });

  test.each([
    ['a code length of 5', { codeLength: 5 }],
    ['a workflow that does not exist', { workflowId: 8 }],
    ['a PIN that lives too short', { pinExpiry: 59 }],
    ['a PIN that lives too long', { pinExpiry: 3601 }],
    ['a wait that is too short', { nextEventWait: 59 }],
    ['a wait that is too long', { nextEventWait: 901 }],
    ['a brand longer than 18 characters', { brand: 'Nineteen characters' }],
    ['a sender longer than 11 characters', { senderId: 'TwelveLetter' }],
    ['a PIN of three characters', { pinCode: '123' }],
    ['a PIN of eleven characters', { pinCode: '12345678901' }],
  ])('%s is status 3', async (_what, wrong) => {
    const { error, result } = await client.request({
      number: freshNumber(),
      brand: 'Acme Inc',
      ...wrong,
    });
    expect(error).toBeNull();
    expect(result).toMatchObject({
      status: '3',
      error_text: expect.stringMatching(/^Invalid value/),
    });
  });
});
