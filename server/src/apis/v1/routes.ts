/**
 * The native API: consent of every campaign, two-factor ones too. Basic authentication, JSON, problem
 * documents (RFC 9457).
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { readBasic } from '../classic/credentials.ts';
import { readJson } from '../classic/read-json.ts';
import type { Api, ApiRequest, ApiResponse, Route } from '../contract.ts';
import { faultAnswer, jsonOf, withProblems } from '../problem.ts';
import {
  decodeScope,
  encodeEntry,
  encodePage,
  encodeSet,
  encodeStanding,
  entriesQuery,
  optInBody,
  optOutBody,
  optOutsQuery,
  pageSize,
  readQuery,
} from './wire.ts';

export function createV1(core: Core): Api {
  const route = (
    method: Route['method'],
    path: string,
    handler: (core: Core, application: Application, request: ApiRequest) => Promise<ApiResponse>,
  ): Route => ({
    method,
    path,
    handle: (request) =>
      withProblems(async () => handler(core, await authenticate(core, request), request)),
  });
  return {
    name: 'v1',
    prefixes: ['/v1/opt-outs', '/v1/consent-entries', '/v1/consent-entries.csv'],
    routes: [
      route('GET', '/v1/opt-outs', listOptOuts),
      route('PUT', '/v1/opt-outs/:number', optOut),
      route('DELETE', '/v1/opt-outs/:number', optIn),
      route('GET', '/v1/consent-entries', listEntries),
      route('GET', '/v1/consent-entries.csv', exportEntries),
    ],
    refuse: (fault) => faultAnswer(fault),
  };
}

async function authenticate(core: Core, request: ApiRequest): Promise<Application> {
  const credentials = readBasic(request.headers.authorization);
  if (!credentials) throw new PlatformError('invalid_credentials');
  const { application } = await core.authenticate(credentials);
  await core.rates.count(application, 'requests');
  return application;
}

async function listOptOuts(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { campaign_use, sender, number, state, cursor, limit } = readQuery(
    optOutsQuery,
    request.query,
  );
  const page = await core.consent.listStandings({
    applicationId: application.id,
    limit: pageSize(limit),
    ...(campaign_use !== undefined && { use: campaign_use }),
    ...(sender !== undefined && { sender }),
    ...(number !== undefined && { address: number }),
    ...(state !== undefined && { isOptedOut: state === 'opted_out' }),
    ...(cursor !== undefined && { before: cursor }),
  });
  return jsonOf(200, encodePage(page, encodeStanding));
}

async function optOut(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const scope = decodeScope(readJson(optOutBody, request.body));
  const address = request.params.number ?? '';
  const set = await core.consent.optOut({ application, address, ...scope });
  return jsonOf(200, encodeSet(set, 'opted_out'));
}

async function optIn(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const scope = decodeScope(readJson(optInBody, request.body));
  const address = request.params.number ?? '';
  const set = await core.consent.optIn({ application, address, ...scope });
  return jsonOf(200, encodeSet(set, 'opted_in'));
}

async function listEntries(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { number, change, cursor, limit } = readQuery(entriesQuery, request.query);
  const page = await core.consent.listEntries({
    applicationId: application.id,
    limit: pageSize(limit),
    ...(number !== undefined && { address: number }),
    ...(change !== undefined && { change }),
    ...(cursor !== undefined && { before: cursor }),
  });
  return jsonOf(200, encodePage(page, encodeEntry));
}

async function exportEntries(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { number } = readQuery(entriesQuery, request.query);
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="consent.csv"',
    },
    body: core.consent.exportEntries({
      applicationId: application.id,
      ...(number !== undefined && { address: number }),
    }),
  };
}
