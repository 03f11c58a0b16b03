/**
 * For machines that run the server: liveness, readiness, metrics; and the answer where no dialect
 * owns a path. Metrics are for loopback, or for whoever has the token when one is set.
 */
import { createHash } from 'node:crypto';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { isLoopback } from '../../kernel/http-client.ts';
import { equalsInConstantTime } from '../../kernel/secret-box.ts';
import type { Api, ApiRequest, ApiResponse } from '../contract.ts';
import { faultAnswer, jsonOf, problemAnswer } from '../problem.ts';

export interface SystemOptions {
  readonly metricsToken?: string;
}

export function createSystemApi(core: Core, options: SystemOptions): Api {
  return {
    name: 'system',
    prefixes: ['/healthz', '/readyz', '/metrics'],
    routes: [
      { method: 'GET', path: '/healthz', handle: async () => jsonOf(200, { status: 'alive' }) },
      { method: 'GET', path: '/readyz', handle: () => readiness(core) },
      { method: 'GET', path: '/metrics', handle: (request) => metrics(core, options, request) },
    ],
    refuse: (fault) => faultAnswer(fault),
  };
}

async function readiness(core: Core): Promise<ApiResponse> {
  const isReady = await core.isReady();
  return jsonOf(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
}

async function metrics(
  core: Core,
  options: SystemOptions,
  request: ApiRequest,
): Promise<ApiResponse> {
  if (!mayRead(options.metricsToken, request)) {
    return problemAnswer(new PlatformError('invalid_credentials'));
  }
  const { contentType, text } = await core.metrics.print();
  return { status: 200, headers: { 'content-type': contentType }, body: text };
}

function mayRead(token: string | undefined, request: ApiRequest): boolean {
  if (token === undefined) return isLoopback(request.clientAddress);
  const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return equalsInConstantTime(digest(token), digest(given));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
