/** Names and numbers of the figures, as people read them. */
import type { QualityDimension, QualityFigures, QualityPeriod } from 'countersign/admin';
import { duration } from '../../parts/time.ts';
import { channelWord } from '../verifications/words.ts';

export const periodWords: Readonly<Record<QualityPeriod, string>> = {
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
};

export const dimensionWords: Readonly<Record<QualityDimension, string>> = {
  country: 'Country',
  carrier: 'Carrier',
  channel: 'Way',
};

const regions = new Intl.DisplayNames(['en'], { type: 'region' });

export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return 'Country not known';
  return regions.of(code) ?? code;
}

export function groupName(by: QualityDimension, key: string, name: string | null): string {
  if (by === 'country') return countryName(key);
  if (by === 'channel') return channelWord(key);
  if (key === '') return 'Carrier not known';
  return name ? `${name} (${key})` : key;
}

export interface Shares {
  /** Null when it cannot be known. */
  readonly delivered: number | null;
  readonly converted: number | null;
}

export function sharesOf(figures: QualityFigures): Shares {
  const { delivered, deliverable, converted, convertible } = figures;
  return {
    delivered: deliverable > 0 ? delivered / deliverable : null,
    converted: convertible > 0 ? converted / convertible : null,
  };
}

const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

export function percent(share: number | null): string {
  return share === null ? '–' : percents.format(share);
}

export function count(number: number): string {
  return number.toLocaleString('en');
}

export function seconds(value: number | null): string {
  return value === null ? '–' : duration(value < 10 ? Math.round(value * 10) / 10 : value);
}

export function money(amount: string | null, currency: string): string {
  if (amount === null) return '–';
  const decimals = Number(amount) !== 0 && Number(amount) < 1 ? 4 : 2;
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return `${format.format(Number(amount))} ${currency}`;
}

export interface Trend {
  readonly text: string;
  /** In words, for who does not see the arrow. */
  readonly label: string;
  readonly isBetter: boolean | undefined;
}

/** Half a point of a share, and three per cent of an amount, are no news. */
const shareNoise = 0.005;
const amountNoise = 0.03;
/** Medians are exact to a tenth. */
const lessTime = { isLessBetter: true, noise: 0.1 } as const;
const lessMoney = { isLessBetter: true } as const;

/** In points of a hundred; nothing when it is the same or one of the two is not known. */
export function trendOfShare(now: number | null, before: number | null): Trend | undefined {
  if (now === null || before === null) return undefined;
  const points = (now - before) * 100;
  if (Math.abs(now - before) < shareNoise) return undefined;
  const size = Math.abs(points).toFixed(Math.abs(points) < 10 ? 1 : 0);
  return trend(points, `${size} pt`, points > 0);
}

/** In per cent of what was before. Less time and less money are better; of counts nothing is. */
export function trendOfAmount(
  now: number | null,
  before: number | null,
  judge: { isLessBetter?: boolean; noise?: number } = {},
): Trend | undefined {
  const { isLessBetter, noise = amountNoise } = judge;
  if (now === null || before === null || before === 0) return undefined;
  const change = (now - before) / before;
  if (Math.abs(change) < noise) return undefined;
  const isBetter = isLessBetter === undefined ? undefined : change < 0 === isLessBetter;
  return trend(change, percents.format(Math.abs(change)), isBetter);
}

export function trendOfSeconds(now: number | null, before: number | null): Trend | undefined {
  return trendOfAmount(now, before, lessTime);
}

/** Amounts as the server writes them. */
export function trendOfMoney(now: string | null, before: string | null): Trend | undefined {
  return trendOfAmount(numberOf(now), numberOf(before), lessMoney);
}

function numberOf(amount: string | null): number | null {
  return amount === null ? null : Number(amount);
}

function trend(change: number, size: string, isBetter: boolean | undefined): Trend {
  const isUp = change > 0;
  return {
    text: `${isUp ? '↑' : '↓'} ${size}`,
    label: `${isUp ? 'up' : 'down'} by ${size} against the period before`,
    isBetter,
  };
}
