/**
 * A code by telephone. Characters are said one by one with short breaks, and twice, because the
 * subscriber has to write them down. English follows the wording documented for Nexmo Verify:
 * https://developer.nexmo.com/api/verify/templates
 */
import { type CodeMessage, type Dress, writeText } from '../../kernel/wording.ts';
import type { Channel } from '../contract.ts';
import { texts } from './texts.ts';

/** People pick up before they listen. */
const opening = "<break time='1s' /> ";
const betweenCharacters = " <break time='300ms' /> ";
/** The only markup an application's template may hold; anything else is read as text. */
const breakTag = /(<break(?: time=(?:'\d{1,5}m?s'|"\d{1,5}m?s"))? ?\/>)/;
const codeCountMax = 3;

const spoken: Dress = {
  code: (code) => [...code].map(escapeMarkup).join(betweenCharacters),
  value: escapeMarkup,
  literal: (text) => piecesOf(text, escapeMarkup, (tag) => tag),
  codeCountMax,
};

const shown: Dress = {
  code: (code) => [...code].join(' '),
  literal: (text) =>
    piecesOf(
      text,
      (words) => words,
      () => '',
    ),
  codeCountMax,
};

export const voice: Channel = {
  name: 'voice',
  addressKind: 'phone-number',
  takesReplies: false,
  confirmedBy: 'code',
  defaultPrice: '0.06',
  render(message: CodeMessage) {
    const { text, locale } = writeText(texts, message, shown);
    const ssml = writeText(texts, message, spoken).text;
    return {
      text: text.trim(),
      ssml: message.template ? ssml : opening + ssml,
      segments: 1,
      locale,
    };
  },
};

function piecesOf(
  text: string,
  dressWords: (words: string) => string,
  dressTag: (tag: string) => string,
): string {
  // Splitting by a group keeps the tags, at the odd places.
  return text
    .split(breakTag)
    .map((piece, index) => (index % 2 === 0 ? dressWords(piece) : dressTag(piece)))
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
