/** What a receiver would see of one call with the settings as they are typed. */
import type { ApplicationSettings } from 'countersign/admin';

type Webhook = ApplicationSettings['receipts'];

export function renderWebhook(
  webhook: Webhook,
  exampleUrl: string,
  unsigned: readonly [string, string][],
): string {
  const fields = signed(webhook.signature, unsigned);
  const url = URL.parse(webhook.url ?? '') ?? new URL(exampleUrl);
  const host = `Host: ${url.host}`;
  const target = `${url.pathname}${url.search}`;
  const pairs = new URLSearchParams(fields).toString().split('&');
  switch (webhook.method) {
    case 'GET':
      return `GET ${target}${url.search ? '&' : '?'}${pairs.join('\n    &')}\n${host}`;
    case 'POST':
      return `POST ${target}\n${host}\nContent-Type: application/x-www-form-urlencoded\n\n${pairs.join('\n&')}`;
    case 'POST-JSON':
      return `POST ${target}\n${host}\nContent-Type: application/json\n\n${JSON.stringify(Object.fromEntries(fields), null, 2)}`;
  }
}

function signed(
  signature: Webhook['signature'],
  fields: readonly [string, string][],
): [string, string][] {
  if (signature === 'none') return [...fields];
  return [
    ...fields,
    ['timestamp', '1772600767'],
    ['nonce', 'c0a8e2d4-5f31-4c36-9a0b-1f7d2f0e6b55'],
    ['sig', sampleSignature(signature)],
  ];
}

const hexLengths = { md5hash: 32, md5: 32, sha1: 40, sha256: 64, sha512: 128 } as const;

/** Of the right length and letters; the simple hash is in small ones. */
function sampleSignature(signature: keyof typeof hexLengths): string {
  const text = '3F9A0C71D2E84B56'.repeat(8).slice(0, hexLengths[signature]);
  return signature === 'md5hash' ? text.toLowerCase() : text;
}
