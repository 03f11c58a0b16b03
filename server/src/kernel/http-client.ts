/**
 * The one door for outgoing HTTP. Decides where a request may go: the address is checked when the
 * connection is opened, on every attempt, so that a name cannot be re-pointed at an internal host
 * between check and use. Redirects are never followed; answers are cut off.
 * Source: facts security A12; OWASP ASVS 5.0 §1.3.6.
 */
import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, request as undiciRequest } from 'undici';

export interface OutgoingRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Internal networks (CIDR) that may be reached nevertheless. */
  readonly allowedNetworks: readonly string[];
  /** Default 3,000 ms. */
  readonly connectTimeoutMilliseconds?: number;
  /** From the request's start to the end of the answer's head. Default 15,000 ms. */
  readonly answerTimeoutMilliseconds?: number;
}

export interface OutgoingAnswer {
  readonly status: number;
}

/** Why nothing was sent or no answer came; the text is safe to show to the application. */
export class OutgoingRequestError extends Error {
  readonly kind: 'refused-address' | 'invalid-url' | 'no-answer';
  constructor(kind: OutgoingRequestError['kind'], message: string) {
    super(message);
    this.name = 'OutgoingRequestError';
    this.kind = kind;
  }
}

export interface HttpClient {
  send(request: OutgoingRequest): Promise<OutgoingAnswer>;
  close(): Promise<void>;
}

/** Whether an address may be connected to: public unicast, or inside an allowed network. */
export function isAddressAllowed(address: string, allowedNetworks: readonly string[]): boolean {
  let parsed: ipaddr.IPv4 | ipaddr.IPv6;
  try {
    parsed = ipaddr.process(address);
  } catch {
    return false;
  }
  if (isPublic(parsed)) return true;
  return allowedNetworks.some((network) => isInside(parsed, network));
}

/** The whole of IPv6 that is in public use (RFC 4291 §2.4, IANA): embedded IPv4 lies outside. */
const publicIPv6 = '2000::/3';

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isInside(address, publicIPv6);
}

export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  try {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match(base, bits);
  } catch {
    return false;
  }
}

const agentsMax = 200;

export function createHttpClient(): HttpClient {
  // One agent per set of allowed networks: a connection pooled under one set never serves another.
  const agents = new Map<string, Agent>();
  const agentFor = (request: OutgoingRequest): Agent => {
    const key = JSON.stringify([request.allowedNetworks, request.connectTimeoutMilliseconds]);
    let agent = agents.get(key);
    if (!agent) {
      if (agents.size >= agentsMax) closeAll(agents);
      agent = guardedAgent(request.allowedNetworks, request.connectTimeoutMilliseconds ?? 3_000);
      agents.set(key, agent);
    }
    return agent;
  };
  return {
    send: (request) => send(agentFor(request), request),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function closeAll(agents: Map<string, Agent>): void {
  for (const agent of agents.values()) void agent.close();
  agents.clear();
}

function guardedAgent(allowedNetworks: readonly string[], connectTimeout: number): Agent {
  const connector = buildConnector({
    timeout: connectTimeout,
    lookup: guardedLookup(allowedNetworks),
  });
  return new Agent({
    connections: 32,
    keepAliveTimeout: 4_000,
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '');
      // An IP literal never reaches the lookup, so it is judged here.
      if (isIP(host) !== 0 && !isAddressAllowed(host, allowedNetworks)) {
        callback(refusedAddress(), null);
        return;
      }
      connector(options, callback);
    },
  });
}

function refusedAddress(): OutgoingRequestError {
  return new OutgoingRequestError(
    'refused-address',
    'the URL leads to an internal or reserved address; allow its network in the settings if that is meant',
  );
}

function guardedLookup(allowedNetworks: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const first = addresses[0];
      // One forbidden address among several condemns the name: a connection may use any of them.
      const isAllowed =
        first !== undefined &&
        addresses.every(({ address }) => isAddressAllowed(address, allowedNetworks));
      if (!isAllowed) return callback(refusedAddress(), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

async function send(agent: Agent, request: OutgoingRequest): Promise<OutgoingAnswer> {
  const url = URL.parse(request.url);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new OutgoingRequestError('invalid-url', 'the URL is not an http or https URL');
  }
  const timeout = request.answerTimeoutMilliseconds ?? 15_000;
  try {
    const answer = await undiciRequest(url, {
      dispatcher: agent,
      method: request.method,
      headers: { 'user-agent': 'countersign', ...request.headers },
      ...(request.body !== undefined && { body: request.body }),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      signal: AbortSignal.timeout(timeout),
    });
    await answer.body.dump({ limit: 65_536 }).catch(() => undefined);
    return { status: answer.statusCode };
  } catch (error) {
    throw asRequestError(error);
  }
}

function asRequestError(error: unknown): OutgoingRequestError {
  if (error instanceof OutgoingRequestError) return error;
  const cause = (error as { cause?: unknown }).cause;
  if (cause instanceof OutgoingRequestError) return cause;
  const { code, name } = error as { code?: string; name?: string };
  return new OutgoingRequestError('no-answer', `no answer (${code ?? name ?? 'unknown'})`);
}
