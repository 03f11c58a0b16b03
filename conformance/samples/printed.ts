/** The samples that the console prints, filled in with this server; a fresh number for each use. */
import * as developers from '../../console/src/features/developers/samples.ts';
import * as getStarted from '../../console/src/features/get-started/samples.ts';
import type { TestApplication } from '../support/admin.ts';
import { freshNumber, freshUsNumber } from '../support/numbers.ts';
import { sandbox } from '../support/server.ts';

export const groupNames = developers.groupNames;
export type GroupName = developers.GroupName;
export const starterLanguages = getStarted.languages;
export type StarterLanguage = getStarted.Language;

export interface Printed {
  /** The number the samples write to. */
  readonly number: string;
  /** In the order of the page. */
  readonly texts: readonly string[];
}

const sampleNumber = '447400000001';
const sampleUsNumber = '12025550100';

export function printedBy(
  { apiKey, wireId }: TestApplication,
  group: GroupName,
  language: developers.Language,
): Printed {
  const facts = { host: sandbox.baseUrl, apiKey, applicationId: wireId };
  const { samples } = developers.samplesFor(facts)[group];
  return withOwnNumber(samples.map(({ text }) => text[language]));
}

export function printedForStarters(
  { apiKey, apiSecret }: TestApplication,
  dialect: getStarted.Dialect,
  language: StarterLanguage,
): Printed {
  const facts = { baseUrl: sandbox.baseUrl, apiKey, apiSecret };
  return withOwnNumber(
    getStarted.samples[dialect].map((sample) => getStarted.render(language, sample, facts)),
  );
}

function withOwnNumber(texts: readonly string[]): Printed {
  const isAmerican = texts[0]?.includes(sampleUsNumber);
  const number = isAmerican ? freshUsNumber() : freshNumber();
  const own = texts.map((text) =>
    text
      .replaceAll(sampleUsNumber, number)
      .replaceAll(sampleNumber, number)
      .replaceAll(sampleNumber.slice(2), number.slice(2)),
  );
  return { number, texts: own };
}
