/**
 * Which of the duties of an opt-in page a page fulfils, and where. A duty counts when a visitor sees
 * it as the page opens: words that are hidden, that name another short code or that lack their link
 * are found and said to be so, but do not count.
 */

import type { DisclosureRequest } from './opt-in-disclosure.ts';
import { makeOptInDisclosure } from './opt-in-disclosure.ts';
import { type OptInItem, type OptInLanguage, optInItems } from './opt-in-words.ts';
import type { PageBlock, PageText } from './read-page.ts';

export interface OptInPlace {
  /** The words found, with some of what stands around them; 160 characters at most. */
  readonly excerpt: string;
  /** From 1, in the page as it was delivered. */
  readonly line: number;
  /** CSS path. */
  readonly path: string;
}

export interface OptInFinding {
  readonly item: OptInItem;
  readonly isFound: boolean;
  /** Where the words stand; also of words that do not count. */
  readonly place: OptInPlace | null;
  /** Why it does not count. */
  readonly fault: 'missing' | 'hidden' | 'other-code' | 'no-link' | null;
  /** The words to put on the page; null where nothing is to be added. */
  readonly wordsToAdd: string | null;
}

export type OptInCampaign = Omit<DisclosureRequest, 'language'>;

export function judgePage(page: PageText, campaign: OptInCampaign): readonly OptInFinding[] {
  const language: OptInLanguage = page.language === 'es' ? 'es' : 'en';
  const blocks = page.blocks.map((block) => ({ ...block, folded: fold(block.text) }));
  const wanted = makeOptInDisclosure({ ...campaign, language });
  return optInItems.map((item) => {
    const found = bestOf(blocks.flatMap((block) => judgeBlock(item, block, campaign) ?? []));
    const isFound = found?.fault === null;
    const words = wanted.items.find((one) => one.item === item)?.text ?? null;
    return {
      item,
      isFound,
      place: found ? placeOf(found) : null,
      fault: found ? found.fault : 'missing',
      wordsToAdd: isFound ? null : words,
    };
  });
}

interface FoldedBlock extends PageBlock {
  /** The text without case and accents. */
  readonly folded: string;
}

interface Match {
  readonly block: FoldedBlock;
  /** Where in the block's text. */
  readonly at: number;
  readonly length: number;
  readonly fault: OptInFinding['fault'];
}

function bestOf(matches: readonly Match[]): Match | undefined {
  return matches.find(({ fault }) => fault === null) ?? matches[0];
}

function judgeBlock(
  item: OptInItem,
  block: FoldedBlock,
  campaign: OptInCampaign,
): Match | undefined {
  const found = finders[item](block, campaign);
  if (!found) return undefined;
  return { block, ...found, fault: block.isHidden ? 'hidden' : found.fault };
}

type Found = Pick<Match, 'at' | 'length' | 'fault'>;
type Finder = (block: FoldedBlock, campaign: OptInCampaign) => Found | undefined;

const finders: Readonly<Record<OptInItem, Finder>> = {
  description: findDescription,
  frequency: ({ folded }) => findWords(folded, frequencyWords),
  stop: ({ folded }, campaign) => findKeyword(folded, campaign, stopWords),
  help: ({ folded }, campaign) => findKeyword(folded, campaign, helpWords),
  rates: ({ folded }) => findWords(folded, ratesWords),
  terms: (block, { details }) => findLink(block, termsWords, details.termsUrl),
  privacy: (block, { details }) => findLink(block, privacyWords, details.privacyUrl),
};

const message = '(?:msgs?|messages?|texts?|sms|mensajes?)';
const amount = '(?:\\d{1,4}|one|two|three|four|five|un|uno|una|dos|tres|cuatro|cinco)';
const period =
  '(?:day|week|month|year|request|sign-?in|log-?in|transaction|order|visit|dia|semana|mes|ano|solicitud|inicio|acceso|pedido|compra)';
const frequencyWords = new RegExp(
  [
    `${amount} (?:[a-z-]+ )?${message} ?(?:/|per|a|an|each|every|al|por|por cada|cada|a la) ?${period}`,
    `${message}(?:/| per | each | every | por )${period}`,
    `${message} frequency`,
    `frequency of ${message}`,
    `frecuencia de(?: los)? ${message}`,
    `(?:recurring|recurrentes?) ${message}`,
    `${message} recurrentes?`,
    `each time you (?:sign|log) ?in`,
    'cada vez que inicie sesion',
  ].join('|'),
);
const ratesWords = new RegExp(
  [
    `${message} ?(?:and|&|\\+|/) ?data (?:rates|charges|fees)`,
    'standard (?:carrier |text |messaging |message |network )*(?:rates|charges|fees)(?: may| will)? apply',
    '(?:carrier|messaging) (?:rates|charges|fees)(?: may| will)? apply',
    '(?:tarifas?|cargos?|costos?) (?:de|por|para) (?:los )?(?:mensajes?|sms)(?: de texto)? y (?:de |por )?datos',
    'aplicar(?:se)? (?:tarifas?|cargos?)',
  ].join('|'),
);
/** The keyword as people are told to write it, near a word that tells them to. */
const stopWords = keywordWords('stop', 'cancel|unsubscribe|opt|end|quit|baja|cancelar|dejar|salir');
const helpWords = keywordWords('help', 'help|assist|support|info|information|ayuda|informacion');
const termsWords = /terms|conditions|terminos|condiciones/;
const privacyWords = /privacy|privacidad/;

function keywordWords(keyword: string, aims: string): RegExp {
  const verb =
    '(?:text|txt|send|reply|respond|sms|type|envi[ea]r?|responda|responder|mande|escriba)';
  const quoted = `["'“”‘’«»(]*${keyword}\\b`;
  return new RegExp(
    `\\b${verb}(?:ing)?(?: with| back| the word| us| con| la palabra)* ${quoted}` +
      `|\\b${quoted}["'“”‘’«»)]* (?:to|al?|para|for) (?:\\d|${aims})`,
  );
}

function findWords(folded: string, words: RegExp): Found | undefined {
  const found = words.exec(folded);
  return found ? { at: found.index, length: found[0].length, fault: null } : undefined;
}

/** A short code that stands by the keyword must be the campaign's own. */
function findKeyword(folded: string, { code }: OptInCampaign, words: RegExp): Found | undefined {
  const found = findWords(folded, words);
  if (!found) return undefined;
  const near = folded.slice(found.at, found.at + found.length + 40);
  const named = /(?<![\d.,])\+?\d[\d -]{2,17}\d(?!\d)/.exec(near)?.[0].replaceAll(/\D/g, '');
  const isOther = named !== undefined && !named.endsWith(code.replaceAll(/\D/g, '') || code);
  return isOther ? { ...found, fault: 'other-code' } : found;
}

/** The words as a link, or with the address beside them. */
function findLink(block: FoldedBlock, words: RegExp, url: string | undefined): Found | undefined {
  const link = block.links.find(({ href, text }) => {
    if (/^\s*(?:javascript|#)/i.test(href) || href.trim() === '') return false;
    return words.test(fold(text)) || (url !== undefined && href === url);
  });
  if (link) {
    const at = Math.max(0, block.text.indexOf(link.text.trim()));
    return { at, length: link.text.trim().length, fault: null };
  }
  const found = findWords(block.folded, words);
  if (!found) return undefined;
  const near = block.text.slice(found.at, found.at + 160);
  const isAddressShown = /https?:\/\/\S{4,}|\bwww\.\S{4,}/.test(near);
  return { ...found, fault: isAddressShown ? null : 'no-link' };
}

/** Who sends what: the company or the programme, and that it is about messages. */
function findDescription({ folded }: FoldedBlock, { company, details }: OptInCampaign) {
  for (const name of [details.description, details.programme, company]) {
    const at = name ? folded.indexOf(fold(name).replace(/[.!?]$/, '')) : -1;
    if (!name || at < 0) continue;
    const isAboutMessages =
      name !== company ||
      /code|codigo|verif|alert|message|mensaje|text|sms|notif|offer/.test(folded);
    if (isAboutMessages) return { at, length: name.length, fault: null };
  }
  return undefined;
}

/** Letters without case and accents, one for one, so that places stay what they are. */
function fold(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return [...text]
    .map((character) => {
      const folded = character.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
      return folded.length === character.length ? folded : character;
    })
    .join('');
}

const excerptMax = 160;

function placeOf({ block, at, length }: Match): OptInPlace {
  const { text, line, path } = block;
  const room = Math.max(0, excerptMax - Math.min(length, excerptMax) - 2);
  const start = Math.max(0, at - Math.floor(room / 2));
  const end = Math.min(text.length, start + excerptMax - 2);
  const excerpt = `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
  return { excerpt: excerpt.toWellFormed(), line, path };
}
