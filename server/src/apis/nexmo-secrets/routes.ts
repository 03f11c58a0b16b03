/**
 * Rotation of API secrets, as HAL documents. Source: the vendor's account API, see
 * docs/compatibility/nexmo-account.md.
 */
import type { ApplicationSecret } from '../../applications/manage-application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import {
  type ResourceCall,
  ResourceProblem,
  refuseResource,
  serveResource,
} from '../classic/serve-resource.ts';
import type { Api, ApiResponse, Route } from '../contract.ts';

export function createNexmoSecrets(core: Core): Api {
  const all = '/accounts/:apiKey/secrets';
  const one = '/accounts/:apiKey/secrets/:secretId';
  const route = (
    method: Route['method'],
    path: string,
    handle: (core: Core, call: ResourceCall) => Promise<ApiResponse>,
  ): Route => ({
    method,
    path,
    handle: serveResource(core, async (call) => {
      assertOwnKey(call);
      return handle(core, call);
    }),
  });
  return {
    name: 'nexmo-secrets',
    prefixes: ['/accounts'],
    routes: [
      route('GET', all, listSecrets),
      route('POST', all, createSecret),
      route('GET', one, readSecret),
      route('DELETE', one, revokeSecret),
    ],
    refuse: refuseResource,
  };
}

/** Another application's key is answered as one that nobody has. */
function assertOwnKey({ application, request }: ResourceCall): void {
  if (request.params.apiKey === application.apiKey) return;
  throw new ResourceProblem({
    status: 404,
    code: 'not_found',
    title: 'Invalid API Key',
    detail: 'The API key does not exist, or you do not have access',
  });
}

async function listSecrets(core: Core, { application }: ResourceCall): Promise<ApiResponse> {
  const secrets = await core.account.listSecrets(application);
  return halAnswer(200, {
    ...links(`/accounts/${application.apiKey}/secrets`),
    _embedded: { secrets: secrets.map((secret) => encodeSecret(application.apiKey, secret)) },
  });
}

async function createSecret(core: Core, call: ResourceCall): Promise<ApiResponse> {
  const { application, parameters } = call;
  try {
    const made = await core.account.addSecret(application, parameters.required('secret'));
    return halAnswer(201, encodeSecret(application.apiKey, made));
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'conflict') throw error;
    throw new ResourceProblem({
      status: 403,
      code: 'conflict',
      title: 'Maximum number of secrets already met',
      detail: "This account has reached maximum number of '2' allowed secrets",
    });
  }
}

async function readSecret(core: Core, call: ResourceCall): Promise<ApiResponse> {
  const { application, request } = call;
  const secrets = await core.account.listSecrets(application);
  const found = secrets.find(({ id }) => String(id) === request.params.secretId);
  if (!found) throw unknownSecret();
  return halAnswer(200, encodeSecret(application.apiKey, found));
}

async function revokeSecret(core: Core, call: ResourceCall): Promise<ApiResponse> {
  const { application, request } = call;
  const { secretId = '' } = request.params;
  if (!/^[1-9]\d{0,8}$/.test(secretId)) throw unknownSecret();
  try {
    await core.account.revokeSecret(application, Number(secretId));
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.code === 'not_found') throw unknownSecret();
    if (error.code !== 'conflict') throw error;
    throw new ResourceProblem({
      status: 403,
      code: 'conflict',
      title: 'Secret Deletion Forbidden',
      detail:
        'Can not delete the last secret. The account must always have at least 1 secret active at any time',
    });
  }
  return { status: 204, body: '' };
}

function unknownSecret(): ResourceProblem {
  return new ResourceProblem({
    status: 404,
    code: 'not_found',
    title: 'Invalid API Secret',
    detail: 'The secret does not exist, or you do not have access',
  });
}

/** Never the secret itself: it is known by its MAC alone. */
function encodeSecret(
  apiKey: string,
  { id, createdAt }: Pick<ApplicationSecret, 'id' | 'createdAt'>,
): object {
  return {
    ...links(`/accounts/${apiKey}/secrets/${id}`),
    id: String(id),
    created_at: `${createdAt.toISOString().slice(0, 19)}Z`,
  };
}

function links(href: string): object {
  return { _links: { self: { href } } };
}

function halAnswer(status: number, body: object): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/hal+json' },
    body: JSON.stringify(body),
  };
}
