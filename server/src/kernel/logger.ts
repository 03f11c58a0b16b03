/**
 * What modules may write to: structured lines, one JSON object each. Never a code, a secret or a
 * whole address: print addresses through redact.ts only.
 */
export interface Logger {
  info(facts: Record<string, unknown>, sentence: string): void;
  warn(facts: Record<string, unknown>, sentence: string): void;
  error(facts: Record<string, unknown>, sentence: string): void;
}
