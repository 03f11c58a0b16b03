import { describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { Nexmo, openVonage3, Vonage2 } from '../support/clients.ts';
import { type Delivery, Receiver, receiptOf } from '../support/receiver.ts';
import { advanceClock, magicNumber, settle } from '../support/sandbox.ts';
import { nowInSeconds, sign, signatureMethods } from '../support/signature.ts';
import { type Sent, sendPin } from '../support/two-factor.ts';

const methods = ['GET', 'POST', 'POST-JSON'] as const;

interface Received extends Sent {
  readonly application: TestApplication;
  readonly delivery: Delivery;
}

/** Sends through an application whose receipts go where and how the settings say. */
async function receive(
  receiver: Receiver,
  receipts: { method: string; signature: string },
): Promise<Received> {
  const application = await createApplication('sandbox', {
    receipts: { url: receiver.url(), ...receipts },
  });
  const sent = await sendPin({ ...application.keys, 'client-ref': 'a&b=c ü' });
  const delivery = await receiver.waitForReceipt(({ status }) => status === 'delivered');
  return { application, delivery, ...sent };
}

describe.each(methods)('receipts by %s to the application’s own URL', (method) => {
  test('carry the same fields, every one of them text', async () => {
    await using receiver = await Receiver.open();
    const { application, delivery, to, messageId } = await receive(receiver, {
      method,
      signature: 'none',
    });
    expect(delivery.method).toBe(method === 'GET' ? 'GET' : 'POST');
    expect(delivery.url.includes('?')).toBe(method === 'GET');
    const type = { GET: undefined, POST: 'application/x-www-form-urlencoded' } as const;
    if (method === 'POST-JSON') {
      expect(delivery.headers['content-type']).toMatch(/^application\/json/);
    } else {
      expect(delivery.headers['content-type']).toBe(type[method]);
    }
    const receipt = receiptOf(delivery);
    expect(Object.keys(receipt).toSorted()).toEqual(
      [
        'msisdn to network-code messageId price status scts err-code api-key client-ref',
        'message-timestamp',
      ]
        .join(' ')
        .split(' ')
        .toSorted(),
    );
    expect(receipt).toMatchObject({
      msisdn: to,
      messageId,
      'api-key': application.apiKey,
      'client-ref': 'a&b=c ü',
    });
  });

  test.each(signatureMethods)(
    'signed by %s are believed by every vendor client’s own code',
    async (signature) => {
      await using receiver = await Receiver.open();
      const { application, delivery } = await receive(receiver, { method, signature });
      const receipt = receiptOf(delivery);
      const { signatureSecret: secret } = application;
      const sig = receipt.sig ?? '';
      // Ruby compares with case: an HMAC in capitals, the plain hash in small letters.
      expect(sig).toMatch(signature === 'md5hash' ? /^[0-9a-f]{32}$/ : /^[0-9A-F]{32,128}$/);
      expect(sign(signature, secret, receipt)).toBe(sig.toLowerCase());
      expect(Nexmo.generateSignature(signature, secret, receipt)).toBe(sig.toLowerCase());
      expect(Vonage2.generateSignature(signature, secret, receipt)).toBe(sig.toLowerCase());
      const { sms } = openVonage3(application);
      // The client's enum is text; the package that exports it is no dependency of ours.
      const algorithm = {
        md5hash: 'MD5HASH',
        md5: 'MD5HMAC',
        sha1: 'SHA1HMAC',
        sha256: 'SHA256HMAC',
        sha512: 'SHA512HMAC',
      }[signature] as Parameters<typeof sms.verifySignature>[3];
      expect(sms.verifySignature(sig, receipt, secret, algorithm)).toBe(true);
      const tampered = { ...receipt, status: 'failed' };
      expect(sms.verifySignature(sig, tampered, secret, algorithm)).toBe(false);
    },
  );
});

describe('a signed receipt', () => {
  test('carries a nonce and a timestamp within Java’s five minutes', async () => {
    await using receiver = await Receiver.open();
    const { delivery } = await receive(receiver, { method: 'POST-JSON', signature: 'sha256' });
    const { nonce, timestamp } = receiptOf(delivery);
    expect(nonce).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(Math.abs(Number(timestamp) - Number(nowInSeconds()))).toBeLessThan(300);
  });

  test('that is repeated is signed anew and still about the same message', async () => {
    await using receiver = await Receiver.open();
    receiver.answer = () => 500;
    const application = await createApplication('sandbox', {
      receipts: { url: receiver.url(), method: 'GET', signature: 'sha256' },
    });
    const { messageId } = await sendPin(application.keys);
    await receiver.waitForReceipt(({ status }) => status === 'delivered');
    await settle();
    const before = receiver.deliveries.length;
    receiver.answer = () => 200;
    await advanceClock(6, application);
    await receiver.waitFor(before + 1);
    for (const delivery of receiver.deliveries) {
      const receipt = receiptOf(delivery);
      expect(receipt.messageId).toBe(messageId);
      expect(sign('sha256', application.signatureSecret, receipt)).toBe(receipt.sig?.toLowerCase());
    }
  });
});

describe('the callback of a request', () => {
  test('goes before the application’s URL and keeps its method', async () => {
    await using own = await Receiver.open();
    await using callback = await Receiver.open();
    const application = await createApplication('sandbox', {
      receipts: { url: own.url(), method: 'POST', signature: 'none' },
    });
    await sendPin({ ...application.keys, callback: callback.url() });
    const delivery = await callback.waitForReceipt(({ status }) => status === 'delivered');
    expect(delivery.method).toBe('POST');
    await settle(200);
    expect(own.deliveries).toEqual([]);
  });
});

describe('the magic numbers', () => {
  const isFinal = ({ status }: Readonly<Record<string, string>>): boolean =>
    ['delivered', 'failed', 'rejected', 'expired'].includes(status ?? '');

  test.each([
    ['delivered', 'delivered', '0'],
    ['failed', 'failed', /^[1-9]\d*$/],
    ['rejected', 'rejected', /^[1-9]\d*$/],
  ])('%s ends with the receipt %s', async (outcome, status, errorCode) => {
    await using receiver = await Receiver.open();
    const to = await magicNumber(outcome);
    const { messageId } = await sendPin({ to, callback: receiver.url() });
    const receipt = receiptOf(await receiver.waitForReceipt(isFinal));
    expect(receipt).toMatchObject({ messageId, msisdn: to, status });
    expect(receipt['err-code']).toMatch(errorCode);
  });

  test('no-receipt is expired after 72 hours', async () => {
    await using receiver = await Receiver.open();
    const application = await createApplication();
    const to = await magicNumber('no-receipt');
    await sendPin({ ...application.keys, to, callback: receiver.url() });
    await receiver.waitForReceipt(({ status }) => status === 'accepted');
    await advanceClock(71 * 3_600, application);
    await settle();
    expect(receiver.deliveries.filter((each) => isFinal(receiptOf(each)))).toEqual([]);
    await advanceClock(3_600 + 60, application);
    const receipt = receiptOf(await receiver.waitForReceipt(isFinal));
    expect(receipt).toMatchObject({ status: 'expired', msisdn: to });
  });

  test('delayed is delivered after its delay', async () => {
    await using receiver = await Receiver.open();
    const application = await createApplication();
    const to = await magicNumber('delayed');
    await sendPin({ ...application.keys, to, callback: receiver.url() });
    await receiver.waitForReceipt(({ status }) => status === 'accepted');
    await settle();
    expect(receiver.deliveries.filter((each) => isFinal(receiptOf(each)))).toEqual([]);
    await advanceClock(31, application);
    expect(receiptOf(await receiver.waitForReceipt(isFinal))).toMatchObject({
      status: 'delivered',
    });
  });

  test('duplicated reaches the webhook once for each state, and no state goes back', async () => {
    await using receiver = await Receiver.open();
    const to = await magicNumber('duplicated');
    await sendPin({ to, callback: receiver.url() });
    await receiver.waitForReceipt(isFinal);
    await settle(800);
    const statuses = receiver.deliveries.map((each) => receiptOf(each).status);
    expect(statuses.toSorted()).toEqual(['accepted', 'delivered']);
  });
});
