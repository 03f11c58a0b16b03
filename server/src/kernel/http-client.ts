/**
 * The one door for outgoing HTTP. Decides where a request may go: the address is checked when the
 * connection is opened, on every attempt, so that a name cannot be re-pointed at an internal host
 * between check and use. Redirects are never followed; answers are cut off.
 * Source: OWASP ASVS 5.0 §1.3.6.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { collectPage, type Page } from './http-page.ts';

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
  /** Read the answer's body, at most so many bytes; the time limit then covers it too. */
  readonly pageBytesMax?: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** The header of that name as it came: seconds, or a date (RFC 9110 §10.2.3). */
  readonly retryAfter?: string;
  /** Only when it was asked for. */
  readonly page?: Page;
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

/** Whether a text is a network as people write it: CIDR, IPv4 in all its four parts. */
export function isNetwork(text: string): boolean {
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text);
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
/** No fewer than requests are under way: applications may share a host, and one be kept waiting. */
const socketsPerHostMax = 256;
const answerBytesMax = 65_536;

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** Every address of a name, as `dns.lookup` answers with `all`. */
export type LookUpName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export function createHttpClient(lookUpName: LookUpName = dnsLookup): HttpClient {
  // Agents for each set of allowed networks: a connection kept open under one never serves another.
  const agents = new Map<string, Agents>();
  const agentsFor = (allowedNetworks: readonly string[]): Agents => {
    const key = allowedNetworks.join();
    let known = agents.get(key);
    if (!known) {
      if (agents.size >= agentsMax) closeAll(agents);
      const options = { keepAlive: true, maxSockets: socketsPerHostMax, timeout: 4_000 };
      known = { http: new http.Agent(options), https: new https.Agent(options) };
      agents.set(key, known);
    }
    return known;
  };
  return {
    send: (request) => send(agentsFor(request.allowedNetworks), lookUpName, request),
    close: async () => closeAll(agents),
  };
}

function closeAll(agents: Map<string, Agents>): void {
  for (const known of agents.values()) {
    known.http.destroy();
    known.https.destroy();
  }
  agents.clear();
}

/** One sentence for both: nobody shall learn by it which names exist inside. */
function refusedAddress(): OutgoingRequestError {
  return new OutgoingRequestError(
    'refused-address',
    'the URL’s host is unknown, or internal or reserved; allow its network in the settings if that is meant',
  );
}

const unknownNameCodes: readonly unknown[] = ['ENOTFOUND', 'ENODATA'];

/** Judges what a name stands for at the moment a connection is opened to it, on every attempt. */
function guardedLookup(lookUpName: LookUpName, allowedNetworks: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    lookUpName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        const isUnknown = unknownNameCodes.includes(error.code);
        return callback(isUnknown ? refusedAddress() : error, '', 0);
      }
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

/**
 * What a URL says by itself; a name is judged when a connection is opened to it.
 * @throws OutgoingRequestError when it is none, or its host is an address that may not be reached.
 */
export function destinationOf(text: string, allowedNetworks: readonly string[]): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new OutgoingRequestError('invalid-url', 'the URL is not an http or https URL');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // An IP literal never reaches the lookup, so it is judged here.
  if (isIP(host) !== 0 && !isAddressAllowed(host, allowedNetworks)) throw refusedAddress();
  return url;
}

async function send(
  agents: Agents,
  lookUpName: LookUpName,
  request: OutgoingRequest,
): Promise<OutgoingAnswer> {
  const url = destinationOf(request.url, request.allowedNetworks);
  return new Promise((resolve, reject) => {
    try {
      exchange({ agents, lookUpName, url, request }, resolve, reject);
    } catch (error) {
      // What cannot be put in a request at all, e.g. a header with a line break.
      reject(asRequestError(error));
    }
  });
}

interface Exchange {
  readonly agents: Agents;
  readonly lookUpName: LookUpName;
  readonly url: URL;
  readonly request: OutgoingRequest;
}

function exchange(
  { agents, lookUpName, url, request }: Exchange,
  onAnswer: (answer: OutgoingAnswer) => void,
  onError: (error: OutgoingRequestError) => void,
): void {
  const isTls = url.protocol === 'https:';
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const received: Buffer[] = [];
  const outgoing = (isTls ? https : http).request(url, {
    agent: isTls ? agents.https : agents.http,
    method: request.method,
    headers: {
      'user-agent': 'countersign',
      ...request.headers,
      ...(body && { 'content-length': body.length }),
    },
    lookup: guardedLookup(lookUpName, request.allowedNetworks),
    signal: AbortSignal.timeout(request.answerTimeoutMilliseconds ?? 15_000),
  });
  limitConnecting(outgoing, request.connectTimeoutMilliseconds ?? 3_000);
  if (!isTls) listenToHead(outgoing, received);
  outgoing.on('response', (answer) => {
    const { statusCode: status = 0 } = answer;
    if (request.pageBytesMax !== undefined) {
      collectPage(answer, request.pageBytesMax).then(
        (page) => onAnswer({ status, page }),
        (error) => onError(asRequestError(error)),
      );
      return;
    }
    const retryAfter = answer.headers['retry-after'];
    onAnswer({ status, ...(retryAfter !== undefined && { retryAfter }) });
    drain(answer);
  });
  outgoing.on('error', (error) => {
    const status = bareStatus(received);
    if (status === undefined) onError(asRequestError(error));
    else onAnswer({ status });
  });
  outgoing.end(body);
}

function limitConnecting(outgoing: http.ClientRequest, milliseconds: number): void {
  outgoing.on('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error(), { code: 'CONNECT_TIMEOUT' }));
    }, milliseconds);
    for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
  });
}

const headBytesMax = 64;

function listenToHead(outgoing: http.ClientRequest, received: Buffer[]): void {
  outgoing.once('socket', (socket) => {
    const listen = (bytes: Buffer) => keepHead(received, bytes);
    socket.on('data', listen);
    // The socket outlives the request: what stays on it would pile up with every later one.
    for (const event of ['response', 'close']) {
      outgoing.once(event, () => socket.off('data', listen));
    }
  });
}

function keepHead(received: Buffer[], bytes: Buffer): void {
  if (received.length < headBytesMax) received.push(bytes.subarray(0, headBytesMax));
}

/**
 * Some receivers write a bare status line and close (a printed sample of the vendor does): no parser
 * takes that, but it says what it means.
 */
function bareStatus(received: readonly Buffer[]): number | undefined {
  const text = Buffer.concat(received).toString('latin1');
  const status = /^HTTP\/1\.[01] (\d{3})(?: [^\r\n]*)?(?:\r?\n)*$/.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** Reads an answer's body away so that the connection can be used again; a long one is cut off. */
function drain(answer: http.IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > answerBytesMax) answer.destroy();
  });
  answer.on('error', () => undefined);
}

function asRequestError(error: unknown): OutgoingRequestError {
  if (error instanceof OutgoingRequestError) return error;
  const { code, name } = error as { code?: string; name?: string };
  return new OutgoingRequestError('no-answer', `no answer (${code ?? name ?? 'unknown'})`);
}
