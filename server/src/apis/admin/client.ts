import type { Client } from '../../operators/operator.ts';
import type { ApiRequest } from '../contract.ts';

const userAgentLengthMax = 300;

/** The browser as a session list should show it; the header is whatever the caller sent. */
export function clientOf(request: ApiRequest): Client {
  const userAgent = request.headers['user-agent'] ?? '';
  return { userAgent: userAgent.slice(0, userAgentLengthMax), address: request.clientAddress };
}
