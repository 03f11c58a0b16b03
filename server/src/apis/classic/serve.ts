/**
 * The frame of every classic call: format of the answer, parameters, who calls, how often, then the
 * dialect's own decode → use case → encode. What is expected to go wrong is phrased by the dialect;
 * everything else, and a database that is away, is left to the server.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest, ApiResponse, Route } from '../contract.ts';
import { authenticateClassic } from './authenticate.ts';
import { type ClassicFormat, isClassicFormat } from './format.ts';
import { type Parameters, readParameters } from './parameters.ts';

export interface ClassicCall {
  readonly application: Application;
  readonly parameters: Parameters;
  readonly format: ClassicFormat;
}

export interface ClassicEndpoint {
  /** Which of the application's rates a call counts for; `requests` otherwise. */
  readonly rate?: 'searches';
  handle(call: ClassicCall): Promise<ApiResponse>;
  /**
   * Undefined when the error is none that this dialect expects. The call is there once the caller is
   * known.
   */
  encodeError(error: unknown, format: ClassicFormat, call?: ClassicCall): ApiResponse | undefined;
  /** The path ends in no format known. */
  notFound(request: ApiRequest): ApiResponse;
}

type ClassicCore = Pick<Core, 'authenticate' | 'rates'>;

export function serveClassic(core: ClassicCore, endpoint: ClassicEndpoint): Route['handle'] {
  return async (request) => {
    const { format } = request.params;
    if (!isClassicFormat(format)) return endpoint.notFound(request);
    let call: ClassicCall | undefined;
    try {
      const parameters = readParameters(request);
      const { application } = await authenticateClassic(core, parameters, request.headers);
      call = { application, parameters, format };
      await core.rates.count(application, endpoint.rate ?? 'requests');
      return await endpoint.handle(call);
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'unavailable') throw error;
      const answer = endpoint.encodeError(error, format, call);
      if (!answer) throw error;
      return answer;
    }
  };
}

/** GET and POST mean the same to the classic APIs. */
export function getAndPost(path: string, handle: Route['handle']): Route[] {
  return [
    { method: 'GET', path, handle },
    { method: 'POST', path, handle },
  ];
}

/** Format of an answer where no route matched. */
export function formatOfPath(path: string): ClassicFormat {
  return path.endsWith('/xml') ? 'xml' : 'json';
}
