/** Wiring of the sandbox: the virtual handset, its carrier and network, and the clock that is moved. */
import type { InboundReceived, ReceiveInbound } from '../inbound/receive-inbound.ts';
import { replyFromHandset } from '../inbound/reply-from-handset.ts';
import { type AdvanceClock, createAdvanceClock } from '../sandbox/advance-clock.ts';
import type { Handset } from '../sandbox/handset.ts';
import type { HandsetMessage } from '../sandbox/handset-message.ts';
import { type MagicNumber, magicNumbers } from '../sandbox/magic-numbers.ts';
import { createMobileNetwork, type MobileNetwork } from '../sandbox/mobile-network.ts';
import { reportReceipt } from '../sandbox/report-receipt.ts';
import type { InboundMessage, Receipt } from '../transports/contract.ts';
import type { Delivery } from './delivery.ts';
import type { CoreDeps } from './deps.ts';

export interface SandboxActs {
  readonly handset: Handset;
  /** The handset answers, and the answer takes effect. */
  replyFromHandset(
    applicationId: number,
    reply: { from: string; to: string; text: string },
  ): Promise<HandsetMessage>;
  readonly magicNumbers: readonly MagicNumber[];
  readonly mobileNetwork: MobileNetwork;
  /** The virtual carrier brings a message, or reports on one, because its application says so. */
  receiveSandboxInbound(applicationId: number, message: InboundMessage): Promise<InboundReceived>;
  reportSandboxReceipt(applicationId: number, receipt: Receipt): Promise<void>;
  readonly advanceClock: AdvanceClock;
}

export function createSandbox(
  { db, keyRing, clock }: CoreDeps,
  parts: {
    readonly delivery: Delivery;
    readonly receiveInbound: ReceiveInbound;
    readonly wakeLoops: () => void;
  },
): SandboxActs {
  const { receiveInbound, wakeLoops } = parts;
  const { handset, recordReceipts, sandboxTransport: transport } = parts.delivery;
  return {
    handset,
    replyFromHandset: (applicationId, reply) =>
      replyFromHandset({ handset, receiveInbound, transport }, applicationId, reply),
    magicNumbers,
    mobileNetwork: createMobileNetwork({ db, keyRing, clock }),
    receiveSandboxInbound: (applicationId, message) =>
      receiveInbound({ transport, message, applicationId }),
    reportSandboxReceipt: (applicationId, receipt) =>
      reportReceipt(
        { db: db.forApplication(applicationId), recordReceipts, transport },
        applicationId,
        receipt,
      ),
    advanceClock: createAdvanceClock({ db, wakeLoops }),
  };
}
