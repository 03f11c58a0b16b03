/** One line of the price list, and which of several lines is meant. */

export interface Price {
  readonly channel: string;
  /** Empty: any carrier. */
  readonly transport: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Recipient's network (MCCMNC); empty: any. */
  readonly network: string;
  /** For people; decides nothing. */
  readonly networkName: string;
  /** Of one message part in EUR, decimal with eight places. */
  readonly price: string;
}

/** What a line is about: two lines about the same are one line twice. */
export function priceKey(
  line: Pick<Price, 'channel' | 'transport' | 'country' | 'network'>,
): string {
  return `${line.channel} ${line.country} ${line.network || '*'} ${line.transport || '*'}`;
}

/** The network says more about what a message costs than the carrier does. */
export function exactness(line: Pick<Price, 'transport' | 'network'>): number {
  return (line.network === '' ? 0 : 2) + (line.transport === '' ? 0 : 1);
}
