/**
 * Names a test of outgoing requests needs: what they stand for may change from one question to the
 * next, as with a time to live of zero. Every other name goes to the system.
 */
import { type LookupAddress, lookup } from 'node:dns';
import type { LookUpName } from '../../server/src/kernel/http-client.ts';

/** What each question is answered in turn, the last one for ever; an empty list is "no such name". */
const names: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'loopback.test': [['127.0.0.1']],
  'loopback-six.test': [['::1']],
  'mapped.test': [['::ffff:127.0.0.1']],
  'nat64.test': [['64:ff9b::7f00:1']],
  'six-to-four.test': [['2002:7f00:1::1']],
  'private.test': [['10.0.0.1']],
  'unspecified.test': [['0.0.0.0']],
  'link-local.test': [['fe80::1']],
  'metadata.google.internal': [['169.254.169.254']],
  // A network the test allows, and one it does not.
  'both.test': [['127.0.0.2', '127.0.0.1']],
  'both-turned.test': [['127.0.0.1', '127.0.0.2']],
  'flips.test': [['127.0.0.2'], ['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1']],
  'flips-later.test': [['127.0.0.2'], ['127.0.0.2'], ['127.0.0.1']],
  'fails-first.test': [[], ['127.0.0.1']],
  'unknown.test': [[]],
  'allowed.test': [['127.0.0.2']],
};

export function rebindingNames(): LookUpName {
  const asked = new Map<string, number>();
  return (hostname, options, callback) => {
    const answers = names[hostname.replace(/\.$/, '').toLowerCase()];
    if (!answers) return lookup(hostname, options, callback);
    const times = asked.get(hostname) ?? 0;
    asked.set(hostname, times + 1);
    const addresses = answers[Math.min(times, answers.length - 1)] ?? [];
    const found = addresses.map(
      (address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
    );
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
      code: 'ENOTFOUND',
    });
    setImmediate(() => callback(found.length > 0 ? null : unknown, found));
  };
}
