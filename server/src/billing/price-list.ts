/**
 * The price list in the memory of each node: asked before every message, so it never waits. A change
 * made elsewhere is seen within a second or two; what a message costs is fixed when it is queued.
 */
import type { ApplicationSettings } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import { parseAmount } from '../kernel/money.ts';
import { exactness, type Price } from './price.ts';
import { findPriceListVersion, listAllPrices, type PriceRow } from './store.ts';

export interface PriceRequest {
  /** Of the application: what it pays where the list has no line. */
  readonly settings: Pick<ApplicationSettings, 'prices'>;
  readonly channel: string;
  /** ISO 3166 alpha-2 of the recipient; null for an email address. */
  readonly country: string | null;
  /** Who will carry it, when that is known; no message knows it yet when it is queued. */
  readonly transport?: string;
  /** The recipient's network (MCCMNC), when that is known; as above. */
  readonly network?: string;
}

export interface PriceList {
  /** Price of one message part in units of kernel/money.ts: the most exact line of the list. */
  priceOf(request: PriceRequest): number;
  /** Lines about one country, e.g. to be shown to an application. */
  linesOf(channel: string, country: string): readonly Price[];
  /** Countries the list names for a channel, alphabetically. */
  countriesOf(channel: string): readonly string[];
  /** Reads the list if it has changed; answers 0 always, as a due loop that is never full. */
  refresh(): Promise<number>;
}

interface Known {
  readonly version: number;
  /** By channel and country, the most exact line first. */
  readonly places: ReadonlyMap<string, readonly PricedLine[]>;
}

type PricedLine = Price & { readonly units: number };

export function createPriceList(deps: { db: Database }): PriceList {
  let known: Known = { version: -1, places: new Map() };
  return {
    priceOf({ settings, channel, country, transport, network }) {
      const lines = country === null ? undefined : known.places.get(placeOf(channel, country));
      const line = lines?.find(
        (each) =>
          (each.network === '' || each.network === network) &&
          (each.transport === '' || each.transport === transport),
      );
      return line ? line.units : parseAmount(settings.prices.message[channel] ?? '0');
    },
    linesOf: (channel, country) => known.places.get(placeOf(channel, country)) ?? [],
    countriesOf: (channel) =>
      [...known.places.values()]
        .flatMap(([line]) => (line?.channel === channel ? [line.country] : []))
        .toSorted(),
    async refresh() {
      const [found] = await findPriceListVersion(deps.db);
      const version = found?.version ?? 0;
      // The number is read before the list: a change between the two is read again next time.
      if (version !== known.version) {
        known = { version, places: arrange(await listAllPrices(deps.db)) };
      }
      return 0;
    },
  };
}

function arrange(rows: readonly PriceRow[]): Known['places'] {
  const places = new Map<string, PricedLine[]>();
  for (const { network_name: networkName, ...row } of rows) {
    const place = placeOf(row.channel, row.country);
    const lines = places.get(place) ?? [];
    lines.push({ ...row, networkName, units: parseAmount(row.price) });
    places.set(place, lines);
  }
  for (const lines of places.values()) lines.sort((a, b) => exactness(b) - exactness(a));
  return places;
}

function placeOf(channel: string, country: string): string {
  return `${channel} ${country}`;
}
