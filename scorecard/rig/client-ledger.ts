/**
 * What a client knows: the intent is on disk before the request leaves, the end after its answer
 * came. Accepted, refused and unknown are three different answers; only an unknown one is tried again.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './http.ts';

export interface ClientLedger {
  /**
   * Repeats a request until its answer is known. Undefined: it never was. `tries` tells a caller
   * that an earlier try may have had its effect.
   */
  settle(
    intent: string,
    request: () => Promise<Answer>,
  ): Promise<{ answer: Answer; tries: number } | undefined>;
  readonly counts: { intents: number; unknown: number; unsettled: number };
  /** Answers that are neither right nor "come back later". */
  readonly broken: string[];
  close(): void;
}

const settleSecondsMax = 90;
const pauseMilliseconds = 150;

export function openClientLedger(): ClientLedger {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-ledger-'));
  const file = path.join(folder, 'client.log');
  const counts = { intents: 0, unknown: 0, unsettled: 0 };
  const broken: string[] = [];
  const note = (line: string): void => appendFileSync(file, `${line}\n`);
  return {
    counts,
    broken,
    async settle(intent, request) {
      counts.intents += 1;
      const deadline = performance.now() + settleSecondsMax * 1_000;
      for (let tries = 1; performance.now() < deadline; tries += 1) {
        note(`intent ${intent} ${tries}`);
        const answer = await request();
        if (answer.status === 200) {
          note(`answer ${intent} ${answer.json.status ?? answer.json.messages?.[0]?.status}`);
          return { answer, tries };
        }
        note(`unknown ${intent} ${answer.status}`);
        counts.unknown += 1;
        if (answer.status !== 0 && answer.status !== 503)
          broken.push(`${intent}: ${answer.status}`);
        await sleep(pauseMilliseconds);
      }
      counts.unsettled += 1;
      return undefined;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
