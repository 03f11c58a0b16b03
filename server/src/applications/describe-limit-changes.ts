/**
 * Limits against fraud as they were and as they are now, one line for each that changed: from these
 * lines of the audit every version of them can be told.
 */
import type { ApplicationSettings } from './application.ts';

const limits = ['pumping', 'spendCaps'] as const;

/** E.g. `{ 'pumping.prefix.action': 'record → refuse' }`. */
export function describeLimitChanges(
  before: ApplicationSettings,
  after: Partial<ApplicationSettings>,
): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const name of limits) {
    if (after[name] !== undefined) collect(lines, name, before[name], after[name]);
  }
  return lines;
}

function collect(lines: Record<string, string>, name: string, was: unknown, is: unknown): void {
  if (isRecord(was) && isRecord(is)) {
    for (const key of Object.keys(is)) collect(lines, `${name}.${key}`, was[key], is[key]);
    return;
  }
  const [left, right] = [inWords(was), inWords(is)];
  if (left !== right) lines[name] = `${left} → ${right}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (!Array.isArray(value)) return String(value);
  const names = value.map((item) => (isRecord(item) ? String(item.label) : String(item)));
  return names.join(', ') || 'none';
}
