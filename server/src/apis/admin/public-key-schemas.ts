/** Requests and answers about the keys an application's tokens are signed with. */
import { Type } from 'typebox';
import { answer, Id, IdText, input, Text, Timestamp } from './schema-parts.ts';

export const PublicKeyParams = input({ applicationId: IdText, keyId: IdText });
export const PublicKeyView = answer('PublicKey', {
  id: Id,
  /** SHA-256 of the key, hexadecimal. */
  fingerprint: Type.String(),
  bits: Type.Integer(),
  createdAt: Timestamp,
});
export const PublicKeyList = answer('PublicKeyList', { items: Type.Array(PublicKeyView) });
/** PEM of the public half; the private one never leaves where it was made. */
export const NewPublicKey = input({ publicKey: Text(4_000) }, 'NewPublicKey');
