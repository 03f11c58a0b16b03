/**
 * Fetches the page where people agree to a campaign's messages and says which duties it fulfils.
 * Every hop goes through the checked client, and nothing of the page but the words that answer a
 * question comes back, so that the check is no way to read what only this server can reach.
 */
import {
  type HttpClient,
  type OutgoingAnswer,
  OutgoingRequestError,
} from '../kernel/http-client.ts';
import { judgePage, type OptInCampaign, type OptInFinding } from './opt-in-findings.ts';
import { readPage } from './read-page.ts';

export interface OptInPageRequest {
  readonly url: string;
  readonly campaign: OptInCampaign;
  /** Internal networks (CIDR) that may be reached nevertheless. */
  readonly allowedNetworks: readonly string[];
}

export interface OptInPageCheck {
  readonly url: string;
  /** After redirects. */
  readonly pageUrl: string;
  readonly outcome: 'complete' | 'incomplete' | 'unreadable';
  /** Why it is unreadable. */
  readonly problem: string | null;
  /** What the reader of the findings should know. */
  readonly notes: readonly string[];
  readonly items: readonly OptInFinding[];
}

const bytesMax = 2_000_000;
const redirectsMax = 3;
const secondsMax = 10;

export async function checkOptInPage(
  deps: { readonly httpClient: HttpClient },
  request: OptInPageRequest,
): Promise<OptInPageCheck> {
  const { url, campaign } = request;
  const fetched = await fetchPage(deps.httpClient, request);
  if ('problem' in fetched) {
    const { problem, pageUrl } = fetched;
    return { url, pageUrl, outcome: 'unreadable', problem, notes: [], items: [] };
  }
  const { html, pageUrl } = fetched;
  const page = await readPage(html);
  const items = judgePage(page, campaign);
  const isWordless = page.blocks.length < wordlessBlocks && page.scripts > 0;
  const isCut = fetched.isCut || page.isCut;
  return {
    url,
    pageUrl,
    outcome: items.every(({ isFound }) => isFound) ? 'complete' : 'incomplete',
    problem: null,
    notes: [...fetched.notes, ...(isWordless ? [wordlessNote] : []), ...(isCut ? [cutNote] : [])],
    items,
  };
}

const wordlessBlocks = 5;
const wordlessNote =
  'The page’s words are made by a script. The check reads the page as it is delivered: put the disclosure into the HTML.';
const cutNote = 'The page is longer or deeper than is read; only its first part was checked.';

interface Fetched {
  readonly html: string;
  readonly pageUrl: string;
  readonly isCut: boolean;
  readonly notes: readonly string[];
}

interface Unreadable {
  readonly problem: string;
  readonly pageUrl: string;
}

async function fetchPage(
  client: HttpClient,
  request: OptInPageRequest,
): Promise<Fetched | Unreadable> {
  let pageUrl = request.url;
  const deadline = performance.now() + secondsMax * 1_000;
  for (let hop = 0; hop <= redirectsMax; hop++) {
    const refusal = refuseUrl(pageUrl);
    if (refusal) return { problem: refusal, pageUrl };
    const answer = await ask(client, pageUrl, request, deadline - performance.now());
    if (typeof answer === 'string') return { problem: answer, pageUrl };
    const next = redirectOf(answer, pageUrl);
    if (next === undefined) return readAnswer(answer, pageUrl);
    pageUrl = next;
  }
  return { problem: `The page redirects more than ${redirectsMax} times.`, pageUrl };
}

function refuseUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return 'The address is not an http or https URL.';
  if (url.username || url.password) return 'An address with a name or password is not fetched.';
  return undefined;
}

async function ask(
  client: HttpClient,
  url: string,
  { allowedNetworks }: OptInPageRequest,
  milliseconds: number,
): Promise<OutgoingAnswer | string> {
  if (milliseconds <= 0) return tooSlow;
  try {
    return await client.send({
      url,
      method: 'GET',
      headers: { accept: 'text/html, application/xhtml+xml', 'accept-encoding': 'identity' },
      allowedNetworks,
      answerTimeoutMilliseconds: Math.ceil(milliseconds),
      pageBytesMax: bytesMax,
    });
  } catch (error) {
    if (!(error instanceof OutgoingRequestError)) throw error;
    return describeFailure(error);
  }
}

const tooSlow = `The page did not come within ${secondsMax} seconds.`;

function describeFailure({ kind, message }: OutgoingRequestError): string {
  if (kind === 'invalid-url') return 'The address is not an http or https URL.';
  if (kind === 'refused-address') {
    return 'The address’s host is unknown, or in an internal or reserved network, which is not fetched unless the application’s settings allow it.';
  }
  return /Timeout|TIMEOUT|Abort|ABORT/.test(message)
    ? tooSlow
    : `The page cannot be reached: ${message}.`;
}

function redirectOf({ status, page }: OutgoingAnswer, from: string): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || !page?.location) return undefined;
  return URL.parse(page.location, from)?.href ?? page.location.slice(0, 500);
}

function readAnswer({ status, page }: OutgoingAnswer, pageUrl: string): Fetched | Unreadable {
  if (status !== 200 || !page) return { problem: `The page answers with HTTP ${status}.`, pageUrl };
  if (page.contentEncoding.toLowerCase() !== 'identity') {
    return { problem: 'The page is compressed though that was not asked for.', pageUrl };
  }
  const type = page.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== '' && type !== 'text/html' && type !== 'application/xhtml+xml') {
    return { problem: `The address leads to no HTML page but to ${type.slice(0, 80)}.`, pageUrl };
  }
  const { body, isCut } = page;
  if (body.length === 0) return { problem: 'The page is empty.', pageUrl };
  return { ...decode(body, page.contentType), pageUrl, isCut };
}

/** Byte order mark, header, then what the page says in its first bytes (HTML §13.2.3.2). */
function decode(body: Buffer, contentType: string): { html: string; notes: readonly string[] } {
  const head = body.subarray(0, 1_024).toString('latin1');
  const label =
    charsetOfMark(body) ??
    /charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(contentType)?.[1] ??
    /<meta[^>]{0,200}?charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(head)?.[1] ??
    'utf-8';
  try {
    return { html: new TextDecoder(label).decode(body), notes: [] };
  } catch {
    const note = `The page names a character set nobody knows (${label}); it was read as UTF-8.`;
    return { html: new TextDecoder().decode(body), notes: [note] };
  }
}

function charsetOfMark(body: Buffer): string | undefined {
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return undefined;
}
