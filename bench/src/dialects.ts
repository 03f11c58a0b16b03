/**
 * How one flow is spoken to each server under test: the start request, what of its answer names
 * the flow, the check request, and what counts as the right answer. Everything else is an error.
 */
import type { Answer } from './answer-reader.ts';

/** What the generator must know of a server; travels to it as a message. */
export type Destination =
  | {
      readonly dialect: 'countersign';
      readonly port: number;
      readonly apiKey: string;
      readonly apiSecret: string;
      /** Where the code comes from; the HTTP floor sends none, so any will do there. */
      readonly codes: 'sink' | 'constant';
    }
  | { readonly dialect: 'better-auth'; readonly port: number; readonly codes: 'sink' };

export interface Dialect {
  start(number: string): string;
  /** @returns the key under which the code will come. @throws Error on any other answer. */
  keyOf(answer: Answer, number: string): string;
  check(key: string, code: string): string;
  /** @throws Error unless the answer says that the code was right. */
  expectVerified(answer: Answer): void;
}

export function dialectOf(destination: Destination): Dialect {
  if (destination.dialect === 'countersign') return countersign(destination);
  return betterAuth(destination.port);
}

function countersign(destination: Destination & { dialect: 'countersign' }): Dialect {
  const { port, apiKey, apiSecret } = destination;
  const keys = `api_key=${apiKey}&api_secret=${encodeURIComponent(apiSecret)}`;
  const form = 'application/x-www-form-urlencoded';
  const start = requestTo(port, '/verify/json', form);
  const check = requestTo(port, '/verify/check/json', form);
  return {
    start: (number) => start(`${keys}&number=${number}&brand=Bench`),
    keyOf: (answer) => String(expectStatusZero(answer).request_id),
    check: (key, code) => check(`${keys}&request_id=${key}&code=${code}`),
    expectVerified: (answer) => void expectStatusZero(answer),
  };
}

function betterAuth(port: number): Dialect {
  const start = requestTo(port, '/api/auth/phone-number/send-otp', 'application/json');
  const check = requestTo(port, '/api/auth/phone-number/verify', 'application/json');
  return {
    start: (number) => start(`{"phoneNumber":"+${number}"}`),
    keyOf: (answer, number) => {
      if (answer.status !== 200) throw unexpected(answer);
      return `+${number}`;
    },
    // Without a session, so that the peer does no more than verify: that is in its favour.
    check: (key, code) => check(`{"phoneNumber":"${key}","code":"${code}","disableSession":true}`),
    expectVerified: (answer) => {
      const isVerified = answer.status === 200 && parse(answer).status === true;
      if (!isVerified) throw unexpected(answer);
    },
  };
}

function requestTo(port: number, path: string, type: string): (body: string) => string {
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: ${type}\r\n`;
  return (body) => `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function expectStatusZero(answer: Answer): Record<string, unknown> {
  const content = parse(answer);
  // The classic API says "0" as a string; the number 0 would be a wrong answer.
  if (answer.status !== 200 || content.status !== '0') throw unexpected(answer);
  return content;
}

function parse(answer: Answer): Record<string, unknown> {
  try {
    return JSON.parse(answer.body) as Record<string, unknown>;
  } catch {
    throw unexpected(answer);
  }
}

function unexpected(answer: Answer): Error {
  return new Error(`HTTP ${answer.status} ${withoutIds(answer.body.slice(0, 160))}`);
}

/** Errors are counted by their text: what differs in each flow must not stand in it. */
function withoutIds(text: string): string {
  return text.replace(/[0-9a-f]{8,}(-[0-9a-f]+)*/g, '…').replace(/\d{8,}/g, '…');
}
