/** What webhooks were signed with, by the description of Standard Webhooks and not the server's code. */
import { createHmac } from 'node:crypto';
import type { Findings } from '../../contract.ts';
import type { Received } from '../../rig/receiver.ts';

/** Notes a fault for each webhook that is not signed under exactly these secrets. */
export function judgeSignatures(
  received: readonly Received[],
  secrets: readonly string[],
  when: string,
  findings: Findings,
): number {
  const told = received.filter(({ url }) => url.startsWith('/receipts'));
  for (const webhook of told) {
    const given = headerOf(webhook, 'webhook-signature').split(' ');
    const right = secrets.filter((secret) => given.includes(signatureOf(webhook, secret)));
    findings.equal(given.length, secrets.length, `signatures of a webhook ${when}`);
    findings.equal(right.length, secrets.length, `right signatures of a webhook ${when}`);
  }
  findings.expect(told.length > 0, `no webhook came ${when}`);
  return told.length;
}

function signatureOf(webhook: Received, secret: string): string {
  const base = [
    headerOf(webhook, 'webhook-id'),
    headerOf(webhook, 'webhook-timestamp'),
    webhook.body,
  ].join('.');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(base).digest('base64')}`;
}

function headerOf({ headers }: Received, name: string): string {
  const lines = headers.split('\n');
  const at = lines.findIndex((line, index) => index % 2 === 0 && line.toLowerCase() === name);
  return lines[at + 1] ?? '';
}
