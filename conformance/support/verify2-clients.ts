/**
 * The unmodified verify2 clients of three releases of the vendor's SDK behind one surface. They sign
 * every call with the application's private key, so each application they are opened for gets a key.
 */
import { generateKeyPairSync } from 'node:crypto';
import { Vonage } from '@vonage/server-sdk';
import { Vonage as Vonage325 } from 'vonage-server-sdk-3-25';
import { Vonage as Vonage327 } from 'vonage-server-sdk-3-27';
import type { TestApplication } from './admin.ts';
import { addPublicKey } from './public-keys.ts';
import { sandbox } from './server.ts';

export type Verify2 = Vonage['verify2'];

export interface Verify2Client {
  readonly name: string;
  /** Whether this release can ask for the next channel. */
  readonly hasNextWorkflow: boolean;
  /** A client that signs with a key of this application. */
  open(application: TestApplication): Promise<Verify2>;
}

// One for all: making a key takes longer than most tests.
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

export const keyPair = { publicKey, privateKey };

interface Constructor {
  new (
    credentials: {
      apiKey: string;
      apiSecret: string;
      applicationId: string;
      privateKey: string;
    },
    options: { apiHost: string },
  ): { readonly verify2: unknown };
}

const releases: readonly (readonly [string, Constructor])[] = [
  ['3.30.1', Vonage],
  ['3.27.0', Vonage327 as unknown as Constructor],
  ['3.25.1', Vonage325 as unknown as Constructor],
];

export const verify2Clients: readonly Verify2Client[] = releases.map(([version, Client]) => ({
  name: `@vonage/server-sdk ${version}`,
  hasNextWorkflow: version !== '3.25.1',
  async open(application) {
    const applicationId = await addPublicKey(application, publicKey);
    const { apiKey, apiSecret } = application;
    const credentials = { apiKey, apiSecret, applicationId, privateKey };
    // The calls are the same in all three; the newest one's types name them.
    return new Client(credentials, { apiHost: sandbox.baseUrl }).verify2 as Verify2;
  },
}));
