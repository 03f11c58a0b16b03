/** Gives an application a key to sign tokens with; answers the id that tokens call it by. */
import { callAdmin, type TestApplication } from './admin.ts';

export async function addPublicKey(
  { id, wireId }: TestApplication,
  publicKey: string,
): Promise<string> {
  await callAdmin('POST', `/admin/applications/${id}/public-keys`, { publicKey });
  return wireId;
}
