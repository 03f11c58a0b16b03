/** Tokens as the vendor's SDKs sign them: RS256, the four claims, fifteen minutes. */
import { randomUUID, sign } from 'node:crypto';

export function signToken(request: {
  readonly applicationId: string;
  readonly privateKey: string;
  /** In place of the usual claims, or beside them. */
  readonly claims?: Readonly<Record<string, unknown>>;
}): string {
  const issuedAt = Math.floor(Date.now() / 1000);
  const head = encode({ alg: 'RS256', typ: 'JWT' });
  const body = encode({
    jti: randomUUID(),
    iat: issuedAt,
    exp: issuedAt + 900,
    application_id: request.applicationId,
    ...request.claims,
  });
  const signature = sign('sha256', Buffer.from(`${head}.${body}`), request.privateKey);
  return `${head}.${body}.${signature.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
