/**
 * Boot configuration: the only reader of the environment. One table gives names, defaults and checks;
 * every problem is reported at once; unknown COUNTERSIGN_ names are refused, since they are typos.
 * Settings that people change while it runs are rows, not variables.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** Absent: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Text of the key ring; absent: the file in the data folder, made on first run. */
  readonly keyRing: string | undefined;
  /** Where browsers and clients reach the server; absent: derived from host and port. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly metricsToken: string | undefined;
  readonly allowUnsafeDatabase: boolean;
  /** Connections to PostgreSQL this node may use. */
  readonly databaseConnectionsMax: number;
}

interface Variable {
  readonly description: string;
  readonly default?: string;
  /** Secrets may be given as a file by `<NAME>_FILE`. */
  readonly isSecret?: boolean;
  /** A sentence that completes "must be …" when the text does not fit. */
  readonly check?: (text: string) => string | undefined;
}

const oneOf =
  (...allowed: readonly string[]) =>
  (text: string) =>
    allowed.includes(text) ? undefined : `one of ${allowed.join(', ')}`;

const wholeNumber = (minimum: number, maximum: number) => (text: string) => {
  const isInRange = /^\d{1,6}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
  return isInRange ? undefined : `a whole number of ${minimum} to ${maximum}`;
};

const url =
  (...protocols: readonly string[]) =>
  (text: string) =>
    protocols.includes(URL.parse(text)?.protocol ?? '')
      ? undefined
      : `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;

/** Every variable there is; docs/configuration.md is checked against this table. */
export const variables: Readonly<Record<string, Variable>> = {
  COUNTERSIGN_HOST: {
    description: 'Name or address to listen on. 0.0.0.0 for all; put TLS in front or set it here.',
    default: 'localhost',
  },
  COUNTERSIGN_PORT: { description: 'Port.', default: '8080', check: wholeNumber(1, 65_535) },
  COUNTERSIGN_DATA_DIR: {
    description: 'Folder of the key ring, sandbox.json and the embedded PostgreSQL.',
    default: './data',
  },
  DATABASE_URL: {
    description: 'PostgreSQL 15 or newer. Absent: the embedded one.',
    isSecret: true,
    check: url('postgres:', 'postgresql:'),
  },
  COUNTERSIGN_KEY_RING: {
    description: 'Key ring as JSON text. Absent: keyring.json in the data folder.',
    isSecret: true,
  },
  COUNTERSIGN_PUBLIC_URL: {
    description: 'Where browsers reach the server, when that is not host and port.',
    check: url('http:', 'https:'),
  },
  COUNTERSIGN_TRUSTED_PROXIES: {
    description: 'Networks (CIDR, comma-separated) whose forwarded headers are believed.',
    default: '',
    check: (text) => (splitList(text).every(isNetwork) ? undefined : 'a list of networks'),
  },
  COUNTERSIGN_TLS_CERTIFICATE_FILE: { description: 'PEM certificate chain; needs the key too.' },
  COUNTERSIGN_TLS_KEY_FILE: { description: 'PEM private key.' },
  COUNTERSIGN_LOG_LEVEL: {
    description: 'debug, info, warn or error.',
    default: 'info',
    check: oneOf('debug', 'info', 'warn', 'error'),
  },
  COUNTERSIGN_METRICS_TOKEN: {
    description: 'Bearer token of /metrics. Absent: loopback may read it without one.',
    isSecret: true,
  },
  COUNTERSIGN_DATABASE_CONNECTIONS: {
    description: 'Connections to PostgreSQL this node may use.',
    default: '16',
    check: wholeNumber(4, 200),
  },
  COUNTERSIGN_ALLOW_UNSAFE_DATABASE: {
    description: 'true: start although fsync or the like is off, for services durable elsewhere.',
    default: 'false',
    check: oneOf('true', 'false'),
  },
};

/** @throws Error naming every variable that is wrong, one a line; never printing a value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = unknownNames(environment);
  const read = (name: string) => readVariable(environment, name, problems);
  const certificateFile = read('COUNTERSIGN_TLS_CERTIFICATE_FILE');
  const keyFile = read('COUNTERSIGN_TLS_KEY_FILE');
  if ((certificateFile === undefined) !== (keyFile === undefined)) {
    problems.push('COUNTERSIGN_TLS_CERTIFICATE_FILE and COUNTERSIGN_TLS_KEY_FILE go together');
  }
  const config: Config = {
    host: read('COUNTERSIGN_HOST') ?? '',
    port: Number(read('COUNTERSIGN_PORT')),
    dataDirectory: path.resolve(read('COUNTERSIGN_DATA_DIR') ?? ''),
    databaseUrl: read('DATABASE_URL'),
    keyRing: read('COUNTERSIGN_KEY_RING'),
    publicUrl: read('COUNTERSIGN_PUBLIC_URL')?.replace(/\/+$/, ''),
    trustedProxies: splitList(read('COUNTERSIGN_TRUSTED_PROXIES')),
    tls: certificateFile && keyFile ? { certificateFile, keyFile } : undefined,
    logLevel: read('COUNTERSIGN_LOG_LEVEL') as Config['logLevel'],
    metricsToken: read('COUNTERSIGN_METRICS_TOKEN'),
    allowUnsafeDatabase: read('COUNTERSIGN_ALLOW_UNSAFE_DATABASE') === 'true',
    databaseConnectionsMax: Number(read('COUNTERSIGN_DATABASE_CONNECTIONS')),
  };
  if (problems.length > 0) {
    throw new Error(
      `The configuration is wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return Object.freeze(config);
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const bitsMax = isIP(address) === 6 ? 128 : 32;
  const isInRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax);
  return isIP(address) !== 0 && isInRange && rest.length === 0;
}

function splitList(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || []);
}

function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('COUNTERSIGN_'))
    .filter((name) => !(name in variables) && !isFileVariant(name))
    .map((name) => `${name} is not a known setting; see docs/configuration.md`);
}

function isFileVariant(name: string): boolean {
  return variables[name.replace(/_FILE$/, '')]?.isSecret === true;
}

function readVariable(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  problems: string[],
): string | undefined {
  const variable = variables[name] as Variable;
  const text = (environment[name] || undefined) ?? readFile(environment, name, problems);
  const value = text ?? variable.default;
  if (value === undefined) return undefined;
  const fault = variable.check?.(value);
  if (fault) problems.push(`${name} must be ${fault}`);
  return value;
}

function readFile(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  problems: string[],
): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file || !variables[name]?.isSecret) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE cannot be read`);
    return undefined;
  }
}
