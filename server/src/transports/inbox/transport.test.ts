import { expect, test } from 'vitest';
import { outgoing, testTransport } from '../contract.suite.ts';
import type { OutgoingMessage } from '../contract.ts';
import { inbox } from './transport.ts';

/** A handset as a transport sees it: one function. */
function handset() {
  const kept: OutgoingMessage[] = [];
  const keep = async (message: OutgoingMessage) => {
    kept.push(message);
    return { messageId: message.dispatchId, network: '00101' };
  };
  return { kept, host: { handset: { keep } } };
}

testTransport(inbox, { open: () => ({ settings: {}, host: handset().host }) });

test('the handset gets the message whole, code included', async () => {
  const { kept, host } = handset();
  const message = outgoing({ channel: 'voice' });
  await inbox.open({}, host).send(message);
  expect(kept).toEqual([message]);
});

test('what the handset refuses is passed on as it is', async () => {
  const failure = new Error('no');
  const keep = () => Promise.reject(failure);
  await expect(inbox.open({}, { handset: { keep } }).send(outgoing())).rejects.toBe(failure);
});
