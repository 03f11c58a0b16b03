/** How far back a list looks: the choices of its filter, and what they ask of the server. */
const hoursOf = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Age = keyof typeof hoursOf;

const wordOf: Readonly<Record<Age, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};
const ages = Object.keys(hoursOf) as Age[];
export const ageChoices = ages.map((value) => ({ value, label: wordOf[value] }));

export function readAge(value: unknown): Age | undefined {
  return ages.find((age) => age === value);
}

export function sinceOf(age: Age): string {
  return new Date(Date.now() - hoursOf[age] * 3_600_000).toISOString();
}
