/** Delivery receipts of plain messages: one a part, to the callback or the account's URL. */
import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { type Params, send, viaForm } from '../support/http.ts';
import {
  acceptedMessage,
  EIGHT_DECIMALS,
  messagesOf,
  type WireMessage,
} from '../support/messages.ts';
import { freshNumber } from '../support/numbers.ts';
import { Receiver, receiptOf } from '../support/receiver.ts';
import {
  magicNumber,
  replyFromHandset,
  settle,
  waitFor,
  waitForMessages,
} from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { DATE_TIME, KEYS } from '../support/verify.ts';

type Receipt = Readonly<Record<string, string>>;

async function sms(params: Params): Promise<readonly WireMessage[]> {
  const answer = await send(
    viaForm('/sms/json', { from: 'Acme', text: 'Hello', ...KEYS, ...params }),
  );
  return messagesOf(answer);
}

const receiptsOf = (receiver: Receiver): readonly Receipt[] => receiver.deliveries.map(receiptOf);
const finalOnes = (receiver: Receiver): readonly Receipt[] =>
  receiptsOf(receiver).filter(({ status }) => status !== 'accepted' && status !== 'buffered');

describe('a receipt', () => {
  test('comes to the callback with every documented field', async () => {
    await using receiver = await Receiver.open();
    const to = freshNumber();
    const [message] = await sms({ to, callback: receiver.url(), 'client-ref': 'order 7' });
    await receiver.waitForReceipt(({ status }) => status === 'delivered');
    const [receipt] = finalOnes(receiver);
    expect(receipt).toEqual({
      msisdn: to,
      to: 'Acme',
      'network-code': '00101',
      messageId: message?.['message-id'],
      price: message?.['message-price'],
      status: 'delivered',
      scts: expect.stringMatching(/^\d{10}$/),
      'err-code': '0',
      'api-key': sandbox.apiKey,
      'client-ref': 'order 7',
      'message-timestamp': expect.stringMatching(DATE_TIME),
    });
    expect(receipt?.price).toMatch(EIGHT_DECIMALS);
  });

  test('is told of each part by itself', async () => {
    await using receiver = await Receiver.open();
    const to = freshNumber();
    const messages = await sms({ to, text: 'a'.repeat(400), callback: receiver.url() });
    expect(messages).toEqual(Array(3).fill(acceptedMessage(to)));
    await waitFor('three receipts', () => (finalOnes(receiver).length >= 3 ? true : undefined));
    await settle(200);
    expect(
      finalOnes(receiver)
        .map(({ messageId }) => messageId)
        .toSorted(),
    ).toEqual(messages.map((message) => message['message-id']).toSorted());
  });

  test('tells why a message was not delivered', async () => {
    await using receiver = await Receiver.open();
    await sms({ to: await magicNumber('failed'), callback: receiver.url() });
    await receiver.waitForReceipt((one) => one.status === 'failed' && one['err-code'] === '3');
  });

  test('that was declined does not come', async () => {
    await using receiver = await Receiver.open();
    const to = freshNumber();
    await sms({ to, callback: receiver.url(), 'status-report-req': 'False' });
    await waitForMessages(to);
    await settle(600);
    expect(receiver.deliveries).toEqual([]);
  });

  test('goes to the account’s URL without a callback, and to the callback with one', async () => {
    await using ofAccount = await Receiver.open();
    await using ofMessage = await Receiver.open();
    const own = await createApplication('sandbox', {
      receipts: { url: ofAccount.url(), method: 'POST-JSON', signature: 'none' },
    });
    const [first] = await sms({ to: freshNumber(), ...own.keys });
    await ofAccount.waitForReceipt(({ status }) => status === 'delivered');
    const [second] = await sms({ to: freshNumber(), callback: ofMessage.url(), ...own.keys });
    await ofMessage.waitForReceipt(({ status }) => status === 'delivered');
    const idsOf = (receiver: Receiver) =>
      new Set(receiptsOf(receiver).map(({ messageId }) => messageId));
    expect(idsOf(ofAccount)).toEqual(new Set([first?.['message-id']]));
    expect(idsOf(ofMessage)).toEqual(new Set([second?.['message-id']]));
  });
});

test('a message to somebody who opted out is rejected by its receipt, error code 9', async () => {
  await using receiver = await Receiver.open();
  const own = await createApplication('sandbox');
  const to = freshNumber();
  const from = '447700900999';
  await sms({ to, from, ...own.keys });
  await waitForMessages(to, 1, own);
  await replyFromHandset({ from: to, to: from, text: 'stop' }, own);
  const [message] = await sms({ to, from, callback: receiver.url(), ...own.keys });
  await receiver.waitForReceipt(
    (one) => one.messageId === message?.['message-id'] && one.status === 'rejected',
  );
  expect(finalOnes(receiver)).toMatchObject([{ 'err-code': '9', price: '0.00000000', msisdn: to }]);
});
