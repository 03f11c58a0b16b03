/** What a receiver would see of one delivery receipt with the settings as they are typed. */
import type { ApplicationSettings } from 'countersign/admin';

type Receipts = ApplicationSettings['receipts'];

export interface ReceiptFacts extends Receipts {
  readonly apiKey: string;
  readonly sender: string;
  readonly price: string;
}

const exampleUrl = 'https://example.com/receipts';

export function renderReceipt(facts: ReceiptFacts): string {
  const fields = receiptFields(facts);
  const url = URL.parse(facts.url ?? '') ?? new URL(exampleUrl);
  const host = `Host: ${url.host}`;
  const target = `${url.pathname}${url.search}`;
  const pairs = new URLSearchParams(fields).toString().split('&');
  switch (facts.method) {
    case 'GET':
      return `GET ${target}${url.search ? '&' : '?'}${pairs.join('\n    &')}\n${host}`;
    case 'POST':
      return `POST ${target}\n${host}\nContent-Type: application/x-www-form-urlencoded\n\n${pairs.join('\n&')}`;
    case 'POST-JSON':
      return `POST ${target}\n${host}\nContent-Type: application/json\n\n${JSON.stringify(Object.fromEntries(fields), null, 2)}`;
  }
}

function receiptFields(facts: ReceiptFacts): [string, string][] {
  const fields: [string, string][] = [
    ['msisdn', '12025550142'],
    ['to', facts.sender],
    ['network-code', '310004'],
    ['messageId', '01a1fd84-3b0a-747a-9451-8916cc105da7'],
    ['price', Number(facts.price).toFixed(8)],
    ['status', 'delivered'],
    ['scts', '2603040506'],
    ['err-code', '0'],
    ['api-key', facts.apiKey],
    ['message-timestamp', '2026-03-04 05:06:07'],
  ];
  if (facts.signature === 'none') return fields;
  return [
    ...fields,
    ['timestamp', '1772600767'],
    ['nonce', 'c0a8e2d4-5f31-4c36-9a0b-1f7d2f0e6b55'],
    ['sig', sampleSignature(facts.signature)],
  ];
}

const hexLengths = { md5hash: 32, md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const;

/** Of the right length and letters; the simple hash is in small ones. */
function sampleSignature(signature: keyof typeof hexLengths): string {
  const text = '3F9A0C71D2E84B56'.repeat(8).slice(0, hexLengths[signature]);
  return signature === 'md5hash' ? text.toLowerCase() : text;
}
