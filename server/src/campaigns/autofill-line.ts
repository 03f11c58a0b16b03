/**
 * The last line of a message by which a browser or an app finds the code: for web sites
 * `@host #code` (https://wicg.github.io/sms-one-time-codes/#format), for Android apps eleven
 * characters at the end (https://developers.google.com/identity/sms-retriever/verify). What follows
 * the code in the web site's line is ignored there, so one line can serve both.
 */
import { cleanText } from '../kernel/template.ts';

interface AutofillWish {
  readonly text: string;
  readonly originBound?: string;
  readonly androidHash?: string;
}

/** Whether a text names a host: lower-case labels, no scheme, port or path. */
export function isHost(text: string): boolean {
  return /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(
    text,
  );
}

/** Base64 of nine bytes, cut at eleven characters. */
export function isAndroidHash(text: string): boolean {
  return /^[A-Za-z0-9+/]{11}$/.test(text);
}

/** Whether the last line binds the code to this very host. */
export function isBoundTo(text: string, host: string): boolean {
  const last = lastLine(text);
  return ['pin', 'code'].some((name) => {
    const line = `@${host} #\${${name}}`;
    return last === line || last.startsWith(`${line} `);
  });
}

/** Whether the text ends with this hash, set off from what stands before it. */
export function endsWithHash(text: string, hash: string): boolean {
  const last = lastLine(text);
  return last === hash || last.endsWith(` ${hash}`);
}

/** The text with the lines that were asked for and are missing; null where nothing is to be done. */
export function withAutofillLine({ text, originBound, androidHash }: AutofillWish): string | null {
  const host = originBound && isHost(originBound) ? originBound : undefined;
  const hash = androidHash && isAndroidHash(androidHash) ? androidHash : undefined;
  const isComplete = (!host || isBoundTo(text, host)) && (!hash || endsWithHash(text, hash));
  if (isComplete) return null;
  const line = [host && `@${host} #\${${codeName(text)}}`, hash].filter(Boolean).join(' ');
  return `${withoutMachineLines(text, hash)}\n\n${line}`;
}

function lastLine(text: string): string {
  return cleanText(text).split('\n').at(-1) ?? '';
}

function codeName(text: string): string {
  return text.includes('${code}') ? 'code' : 'pin';
}

/** Takes away what an earlier wish left at the end. */
function withoutMachineLines(text: string, hash: string | undefined): string {
  const lines = cleanText(text).trimEnd().split('\n');
  const isMachines = (line: string) => line === hash || /^@\S+ #/.test(line);
  while (lines.length > 1 && isMachines(lines.at(-1) ?? '')) lines.pop();
  return lines.join('\n').trimEnd();
}
