/**
 * The sandbox's mobile network. A real one knows a device by its data connection; this one knows which
 * client address stands for which virtual number, because somebody who holds the sandbox application's
 * credentials has said so. It answers nobody else, whatever they know of the verification.
 */
import type { Database } from '../db/client.ts';
import { clientNetwork } from '../kernel/client-address.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import {
  type NetworkAnswer,
  type NetworkQuestion,
  openNetworkQuestion,
  sealNetworkAnswer,
} from '../verification/network-tokens.ts';
import { findDataSession, upsertDataSession } from './store.ts';

export interface NetworkDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

export interface MobileDataRequest {
  readonly applicationId: number;
  /** E.164 without plus. */
  readonly number: string;
  /** IP address the number's phone will come from. */
  readonly clientAddress: string;
  /** 0 to 3600; 0 switches it off. */
  readonly seconds: number;
}

export interface MobileNetwork {
  /** The phone of a number goes online. @throws PlatformError `invalid_parameter` for no address. */
  setMobileData(request: MobileDataRequest): Promise<{ readonly expiresAt: Date }>;
  /** Where the device goes next, with the answer; undefined when the question is none of ours. */
  answer(request: {
    readonly question: string;
    readonly clientAddress: string;
  }): Promise<{ readonly returnTo: string; readonly answer: string } | undefined>;
}

export function createMobileNetwork(deps: NetworkDeps): MobileNetwork {
  const { db, keyRing, clock } = deps;
  return {
    async setMobileData({ applicationId, number, clientAddress, seconds }) {
      const clientMac = clientMacOf(keyRing, clientAddress);
      if (!clientMac) {
        throw new PlatformError('invalid_parameter', {
          parameter: 'clientAddress',
          reason: 'is no IP address',
        });
      }
      const addressMac = keyRing.mac('address', number);
      const [row] = await upsertDataSession(db, { applicationId, clientMac, addressMac, seconds });
      return { expiresAt: row?.expires_at ?? clock.now() };
    },
    async answer({ question: text, clientAddress }) {
      const question = openNetworkQuestion(keyRing, clock.now(), text);
      if (!question) return undefined;
      const said = await judge(deps, question, clientAddress);
      const answer = sealNetworkAnswer(keyRing, clock.now(), question, said);
      return { returnTo: question.returnTo, answer };
    },
  };
}

async function judge(
  { db, keyRing }: NetworkDeps,
  { applicationId, addressMac, isCovered }: NetworkQuestion,
  clientAddress: string,
): Promise<NetworkAnswer> {
  if (!isCovered) return 'unsupported';
  const clientMac = clientMacOf(keyRing, clientAddress);
  const [session] = clientMac ? await findDataSession(db, { applicationId, clientMac }) : [];
  if (!session) return 'not-mobile';
  const isSame = session.address_mac.equals(Buffer.from(addressMac, 'base64'));
  return isSame ? 'same-number' : 'other-number';
}

function clientMacOf(keyRing: KeyRing, clientAddress: string): Buffer | undefined {
  const network = clientNetwork(clientAddress);
  return network === undefined ? undefined : keyRing.mac('sandbox-data', network);
}
