/**
 * Who calls: the `authToken` header with a token of the token call, or with an API key and secret as
 * they are, which is what the guide's `API_KEY` stands for.
 */
import type { KnownApplication } from '../../applications/directory.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { readBasic } from '../classic/credentials.ts';
import type { ApiRequest } from '../contract.ts';

const tokenLengthMax = 2_000;
const tokenPattern = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const keyPattern = /^([0-9a-f]{8}):(.{1,200})$/;

/** @throws PlatformError `invalid_credentials` */
export async function authenticate(
  core: Pick<Core, 'authenticate' | 'authenticateToken'>,
  headers: ApiRequest['headers'],
): Promise<KnownApplication> {
  const given = headers.authtoken;
  const text = typeof given === 'string' && given.length <= tokenLengthMax ? given.trim() : '';
  if (tokenPattern.test(text)) return core.authenticateToken(text);
  const plain = keyPattern.exec(text);
  if (plain) {
    const [, apiKey = '', secret = ''] = plain;
    return core.authenticate({ apiKey, proof: { kind: 'secret', secret } });
  }
  const encoded = readBasic(`Basic ${text}`);
  if (!encoded) throw new PlatformError('invalid_credentials', { reason: 'authToken' });
  return core.authenticate(encoded);
}
