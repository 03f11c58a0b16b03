/**
 * From the bytes of a foreign page to the words a visitor reads, each with its place. The page is as
 * hostile as it likes: nothing is run or fetched, no tree is built, depth and amount are bounded, and
 * other work gets its turn between two pieces.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Parser } from 'htmlparser2';

/** What stands together on the page: a paragraph, a cell, a heading. */
export interface PageBlock {
  /** White space is single. */
  readonly text: string;
  /** From 1, in the page as it was delivered. */
  readonly line: number;
  /** CSS path from the nearest ancestor with an id, e.g. `#sign-up > form > p:nth-of-type(2)`. */
  readonly path: string;
  /** Not shown when the page opens, as far as its own markup says. */
  readonly isHidden: boolean;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

export interface PageText {
  /** Primary language of `<html lang>`, lower case; empty when not told. */
  readonly language: string;
  readonly blocks: readonly PageBlock[];
  readonly scripts: number;
  /** The page is nested or long beyond what is read; what stands after that is not known. */
  readonly isCut: boolean;
}

/** Browsers nest no deeper either. */
const depthMax = 512;
const blocksMax = 20_000;
const blockCharactersMax = 50_000;
const linksMax = 50;
const pieceCharacters = 16_384;

export async function readPage(html: string): Promise<PageText> {
  const reader = new PageReader();
  const parser = new Parser(reader.handler, { decodeEntities: true, lowerCaseTags: true });
  reader.positionOf = () => parser.startIndex;
  for (let start = 0; start < html.length && !reader.isFull; start += pieceCharacters) {
    parser.write(html.slice(start, start + pieceCharacters));
    await nextTurn();
  }
  if (!reader.isFull) parser.end();
  return reader.finish(html);
}

interface Element {
  readonly name: string;
  readonly step: string;
  readonly isHidden: boolean;
  readonly isSilent: boolean;
  readonly children: Map<string, number>;
}

interface OpenBlock {
  text: string;
  readonly position: number;
  readonly path: string;
  readonly isHidden: boolean;
  readonly links: { href: string; text: string }[];
}

/** Not words of the page, whatever stands in them. */
const silent = new Set(['script', 'style', 'template', 'title', 'svg', 'object', 'iframe', 'math']);
/** They stand within a line. */
const inline = new Set(
  'a abbr b bdi bdo br cite code data dfn em font i kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
);

class PageReader {
  positionOf: () => number = () => 0;
  isFull = false;
  private language = '';
  private scripts = 0;
  private readonly stack: Element[] = [];
  private readonly blocks: OpenBlock[] = [];
  private open: OpenBlock | undefined;
  private link: { href: string; text: string } | undefined;

  readonly handler = {
    onopentag: (name: string, attributes: Record<string, string>) =>
      this.openElement(name, attributes),
    onclosetag: (name: string) => this.closeElement(name),
    ontext: (text: string) => this.addText(text),
  };

  finish(html: string): PageText {
    this.closeBlock();
    const lineOf = lineCounter(html);
    return {
      language: this.language,
      scripts: this.scripts,
      isCut: this.isFull,
      blocks: this.blocks.map(({ text, position, ...block }) => ({
        ...block,
        text: text.trim(),
        line: lineOf(position),
      })),
    };
  }

  private openElement(name: string, attributes: Record<string, string>): void {
    if (this.isFull) return;
    if (name === 'html') this.language = (attributes.lang ?? '').toLowerCase().split('-')[0] ?? '';
    if (name === 'script') this.scripts++;
    if (!inline.has(name)) this.closeBlock();
    if (name === 'br') this.addText(' ');
    if (name === 'a' && attributes.href !== undefined) this.openLink(attributes.href);
    const parent = this.stack.at(-1);
    this.stack.push({
      name,
      step: stepOf(name, attributes, parent),
      isHidden: (parent?.isHidden ?? false) || isHidden(name, attributes),
      isSilent: (parent?.isSilent ?? false) || silent.has(name),
      children: new Map(),
    });
    this.isFull = this.stack.length > depthMax;
  }

  private closeElement(name: string): void {
    if (name === 'a') this.link = undefined;
    if (!inline.has(name)) this.closeBlock();
    this.stack.pop();
  }

  private openLink(href: string): void {
    this.link = { href: href.slice(0, 500), text: '' };
  }

  private addText(text: string): void {
    const element = this.stack.at(-1);
    if (this.isFull || element?.isSilent) return;
    const words = text.replaceAll(/\s+/g, ' ');
    if (words === '' || (words === ' ' && !this.open)) return;
    this.open ??= this.openBlock(text.length - text.trimStart().length);
    const room = blockCharactersMax - this.open.text.length;
    this.open.text += words.slice(0, Math.max(0, room));
    if (this.link) this.addToLink(this.open, this.link, words);
  }

  private addToLink(block: OpenBlock, link: { href: string; text: string }, words: string): void {
    if (!block.links.includes(link) && block.links.length < linksMax) block.links.push(link);
    link.text = (link.text + words).slice(0, 200);
  }

  private openBlock(blanks: number): OpenBlock {
    return {
      text: '',
      position: this.positionOf() + blanks,
      path: pathOf(this.stack),
      isHidden: this.stack.at(-1)?.isHidden ?? false,
      links: [],
    };
  }

  private closeBlock(): void {
    if (!this.open) return;
    if (this.open.text.trim() !== '') this.blocks.push(this.open);
    this.open = undefined;
    this.isFull ||= this.blocks.length >= blocksMax;
  }
}

function isHidden(name: string, attributes: Record<string, string>): boolean {
  if (name === 'noscript' || (name === 'dialog' && attributes.open === undefined)) return true;
  if (attributes.hidden !== undefined) return true;
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes.style ?? '');
}

function stepOf(
  name: string,
  attributes: Record<string, string>,
  parent: Element | undefined,
): string {
  const { id } = attributes;
  if (id !== undefined && /^[A-Za-z][\w-]{0,63}$/.test(id)) return `#${id}`;
  const place = (parent?.children.get(name) ?? 0) + 1;
  parent?.children.set(name, place);
  const shortName = name.slice(0, 40);
  return place === 1 ? shortName : `${shortName}:nth-of-type(${place})`;
}

const stepsMax = 5;

/** From the nearest id, else the last few steps: enough to find it, short enough to be read. */
function pathOf(stack: readonly Element[]): string {
  let last = stack.length - 1;
  while (last > 0 && inline.has(stack[last]?.name ?? '')) last--;
  const steps = stack.slice(0, last + 1).map(({ step }) => step);
  const anchor = steps.findLastIndex((step) => step.startsWith('#'));
  return steps.slice(Math.max(anchor, steps.length - stepsMax, 0)).join(' > ');
}

/** Positions come in order, so one pass counts them all. */
function lineCounter(text: string): (position: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (position) => {
    while (next >= 0 && next < position) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
