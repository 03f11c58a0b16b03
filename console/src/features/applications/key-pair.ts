/** A key pair made in this browser: the server is given the public half and never sees the other. */

export interface KeyPair {
  /** PKCS #8, as every SDK reads it. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: string;
}

const rs256 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** Browsers make keys on https and localhost only. */
export const canMakeKeys = 'crypto' in globalThis && 'subtle' in crypto;

export async function makeKeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey(rs256, true, ['sign', 'verify']);
  const [secret, open] = await Promise.all([
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
    crypto.subtle.exportKey('spki', pair.publicKey),
  ]);
  return { privateKey: pemOf('PRIVATE KEY', secret), publicKey: pemOf('PUBLIC KEY', open) };
}

/** RFC 7468. */
function pemOf(label: string, der: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)));
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
