/** Wiring of how callers prove who they are. */
import {
  type AccessToken,
  authenticateToken,
  issueAccessToken,
} from '../applications/access-token.ts';
import { authenticate, type Credentials } from '../applications/authenticate.ts';
import { authenticateJwt, type JwtRequest } from '../applications/authenticate-jwt.ts';
import type { CallScope } from '../applications/call-scope.ts';
import type { ApplicationDirectory, KnownApplication } from '../applications/directory.ts';
import type { CoreDeps } from './deps.ts';

export interface Authenticating {
  authenticate(credentials: Credentials): Promise<KnownApplication>;
  /** @throws PlatformError `invalid_credentials`, reason `expired`, `acl` or `token`. */
  authenticateJwt(request: JwtRequest): Promise<KnownApplication>;
  /** A secret for a token that lives a day, and back. */
  issueAccessToken(request: { apiKey: string; secret: string }): Promise<AccessToken>;
  authenticateToken(token: string): Promise<KnownApplication>;
}

export function createAuthenticating(
  { keyRing, clock }: CoreDeps,
  directory: ApplicationDirectory,
  calls: CallScope,
): Authenticating {
  const deps = { directory, keyRing, clock };
  const noted = async (proving: Promise<KnownApplication>) => {
    const known = await proving;
    calls.prove(known.application.id);
    return known;
  };
  return {
    authenticate: (credentials) => noted(authenticate(deps, credentials)),
    authenticateJwt: (request) => noted(authenticateJwt(deps, request)),
    async issueAccessToken(request) {
      const { apiKey, secret } = request;
      await noted(authenticate(deps, { apiKey, proof: { kind: 'secret', secret } }));
      return issueAccessToken(deps, request);
    },
    authenticateToken: (token) => noted(authenticateToken(deps, token)),
  };
}
