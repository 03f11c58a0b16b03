/**
 * A client of two nodes, as a sensible one behaves while they are restarted: what one node does not
 * answer is asked of the other. A check whose answer was lost may have counted, so the search is asked
 * before it is called refused.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '../../rig/api.ts';
import type { Answer } from '../../rig/http.ts';

export interface Client {
  /** The request's id; undefined when it was refused. */
  start(number: string, code: string, lifeSeconds: number): Promise<string | undefined>;
  /** Whether the right code was accepted. */
  check(requestId: string, code: string): Promise<boolean>;
  /** Requests that no node answered at first. */
  readonly retried: () => number;
  readonly requests: () => number;
  /** The last refusal of a start or a right code. */
  readonly refusal: () => string;
}

const triesMax = 100;
const pauseMilliseconds = 100;
/** The wire's word for an address that has a live verification already: of the try that was lost. */
const concurrent = '10';

export function openClient(apis: readonly Api[]): Client {
  let turn = 0;
  let retried = 0;
  let requests = 0;
  let refusal = '';

  /** With `isSure` false when an earlier try may have taken effect. */
  async function ask(
    call: (api: Api) => Promise<Answer>,
  ): Promise<{ answer: Answer; isSure: boolean }> {
    let isSure = true;
    for (let tries = 1; ; tries += 1) {
      turn += 1;
      requests += 1;
      const answer = await call(apis[turn % apis.length] as Api);
      const isAnswered = answer.status !== 0 && answer.status !== 503;
      if (isAnswered || tries === triesMax) return { answer, isSure };
      retried += 1;
      if (answer.status === 0) isSure = false;
      if (tries > 1) await sleep(pauseMilliseconds);
    }
  }

  return {
    async start(number, code, lifeSeconds) {
      const fields = { number, pin_code: code, workflow_id: 6, pin_expiry: lifeSeconds };
      const { answer, isSure } = await ask((api) => api.start(fields));
      const { status, request_id: id } = answer.json;
      if (status === '0' || (status === concurrent && !isSure)) return String(id);
      refusal = answer.text;
      return undefined;
    },
    async check(requestId, code) {
      const { answer, isSure } = await ask((api) => api.check(requestId, code));
      if (answer.json.status === '0') return true;
      if (!isSure) {
        const found = await ask((api) => api.search(requestId));
        if (found.answer.json.status === 'SUCCESS') return true;
      }
      refusal = answer.text;
      return false;
    },
    retried: () => retried,
    requests: () => requests,
    refusal: () => refusal,
  };
}
