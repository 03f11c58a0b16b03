/**
 * The server under test, as every test file sees it: an address and the sandbox credentials.
 * The suite speaks HTTP only and imports nothing of the server.
 */
import { inject } from 'vitest';
import { basicOf } from './basic.ts';

export interface SandboxFacts {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly signatureSecret: string;
  readonly consoleUrl: string;
  readonly databaseUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    sandbox: SandboxFacts;
  }
}

export const sandbox = inject('sandbox');
const url = new URL(sandbox.baseUrl);
export const host = url.hostname;
export const port = Number(url.port);

export function basicAuthorization(key = sandbox.apiKey, secret = sandbox.apiSecret): string {
  return basicOf({ apiKey: key, apiSecret: secret });
}
