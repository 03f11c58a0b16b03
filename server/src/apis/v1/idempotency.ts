/**
 * The Idempotency-Key of a POST (draft-ietf-httpapi-idempotency-key-header): a request with a key has its
 * effect once. A refusal had none and frees the key; an answer is kept for a day and given again.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { Claim } from '../../idempotency/idempotency.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';
import type { Effect, V1Shape } from './operation.ts';

const header = 'Idempotency-Key';

export async function once(
  core: Core,
  application: Application,
  request: ApiRequest,
  { secretMembers = [] }: Pick<V1Shape, 'secretMembers'>,
  act: (effect: Effect | undefined) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const key = request.method === 'POST' ? readKey(request) : undefined;
  if (key === undefined) return act(undefined);
  const { method, path, body } = request;
  const outcome = await core.idempotency.claim({
    ...{ applicationId: application.id, key, method, path, body },
  });
  switch (outcome.kind) {
    case 'claimed':
      return actOnce(core, outcome.claim, secretMembers, act);
    case 'answered': {
      const { answer } = outcome;
      return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
    }
    case 'other_request':
      throw new PlatformError('invalid_parameter', {
        parameter: header,
        reason: 'was used with another request',
      });
    case 'in_progress':
      throw new PlatformError('conflict', {
        parameter: header,
        reason: 'a request with this key is being answered',
        retryAfterSeconds: outcome.retryAfterSeconds,
      });
  }
}

async function actOnce(
  core: Core,
  claim: Claim,
  secretMembers: readonly string[],
  act: (effect: Effect) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const effect = { id: claim.effectId, ...(claim.isTakenOver && { earlier: claim.since }) };
  let response: ApiResponse;
  try {
    response = await act(effect);
  } catch (error) {
    // What is away may have done its work: only a refusal is known to have had no effect.
    if (error instanceof PlatformError && error.code !== 'unavailable') {
      await core.idempotency.release(claim);
    }
    throw error;
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  await core.idempotency.keep(claim, {
    status: response.status,
    headers,
    body: withoutSecrets(String(response.body), secretMembers),
  });
  return response;
}

/** Bare, or quoted as a structured field (RFC 9651 §3.3.3). @throws PlatformError */
function readKey({ headers }: ApiRequest): string | undefined {
  const text = headers['idempotency-key'];
  if (text === undefined) return undefined;
  const bare = typeof text === 'string' ? (/^"(.*)"$/.exec(text)?.[1] ?? text) : '';
  if (/^[\x20-\x7e]{1,255}$/.test(bare)) return bare;
  throw new PlatformError('invalid_parameter', {
    parameter: header,
    reason: '1 to 255 printable ASCII characters',
  });
}

/** A secret is told once, and lies nowhere for a day. */
function withoutSecrets(body: string, names: readonly string[]): string {
  if (names.length === 0) return body;
  const members = Object.entries(JSON.parse(body) as object);
  return JSON.stringify(Object.fromEntries(members.filter(([name]) => !names.includes(name))));
}
