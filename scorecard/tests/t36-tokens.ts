/** Forged tokens for T36: of an application there is, with keys, and of one there is not. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { InvalidRun } from '../contract.ts';
import { signIn } from '../rig/console.ts';
import type { HttpClient } from '../rig/http.ts';
import type { Rig, RunningServer } from '../rig/rig.ts';

export interface ForgedTokens {
  /** A JWT as the vendor's SDKs make it, signed with a key that is nobody's. */
  jwt(isKnown: boolean): string;
  /** As the token call of VerifyNow gives it, with a made-up signature. */
  accessToken(isKnown: boolean, turn: number): string;
}

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** Gives the rig's application a public key, so that there is something to compare with. */
export async function forgeTokens(rig: Rig, http: HttpClient): Promise<ForgedTokens> {
  const { apiKey } = rig.credentials;
  const { rows } = await rig.db.query<{ id: number; wire_id: string }>(
    'select id, wire_id from applications where api_key = $1',
    [apiKey],
  );
  const [own] = rows;
  const session = await signIn(rig.servers[0] as RunningServer);
  const { status, text } = await http.send({
    method: 'POST',
    path: `/admin/applications/${own?.id}/public-keys`,
    headers: { ...session, 'content-type': 'application/json' },
    body: JSON.stringify({ publicKey: keyPair().publicKey }),
  });
  if (status !== 200 || !own) throw new InvalidRun(`no public key was added: ${status} ${text}`);
  const { privateKey } = keyPair();
  const seconds = () => Math.floor(Date.now() / 1_000);
  return {
    jwt(isKnown) {
      const application_id = isKnown ? own.wire_id : randomUUID();
      const claims = { application_id, iat: seconds(), exp: seconds() + 900, jti: randomUUID() };
      const input = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    },
    accessToken(isKnown, turn) {
      const key = isKnown ? apiKey : turn.toString(16).padStart(8, 'd');
      const claims = { iss: 'countersign', sub: `C-${key}`, iat: seconds(), exp: seconds() + 900 };
      const signature = Buffer.alloc(64, turn).toString('base64url');
      return `${encode({ alg: 'HS512', typ: 'JWT' })}.${encode(claims)}.${signature}`;
    },
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
