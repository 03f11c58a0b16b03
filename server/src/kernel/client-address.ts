/**
 * The network an end user's device asks from, as budgets count it: an IPv4 address, or the /64 of an
 * IPv6 one, of which a single subscriber has 2^64 (RFC 6177).
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Undefined when the text is no IP address. IPv4 inside IPv6 is the IPv4 address. */
export function clientNetwork(text: string): string | undefined {
  const given = text.trim();
  // Zones and the short or octal spellings of IPv4 are no client's address.
  if (isIP(given) === 0 || given.includes('%')) return undefined;
  const address = ipaddr.process(given);
  if (address.kind() === 'ipv4') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`;
}
