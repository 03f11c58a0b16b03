/** The caps alone: a flood on both servers at once, with every budget switched off. */
import { type Findings, InvalidRun } from '../../contract.ts';
import type { Api } from '../../rig/api.ts';
import { inParallel } from '../../rig/parallel.ts';
import { count, type Rig } from '../../rig/rig.ts';
import { budgetsOff, createPumped, messagePrice, money } from './applications.ts';

export interface CapResult {
  readonly cap: 'hour' | 'day';
  readonly messagesAllowed: number;
  readonly tried: number;
  readonly sent: number;
}

/** Half a message on top, so that the last one that fits is known. */
export async function floodCap(
  rig: Rig,
  cap: CapResult['cap'],
  sizes: { allowed: number; tried: number },
): Promise<CapResult> {
  const spend = money(sizes.allowed * messagePrice + Math.floor(messagePrice / 2));
  const { id, apis } = createPumped(rig, `Cap of the ${cap}`, {
    pumping: budgetsOff,
    spendCaps: { hour: null, day: null, [cap]: spend },
  });
  // More at once than the cap allows: both servers must ask for the last message at the same time.
  const answers = await inParallel(sizes.tried, 128, (index) =>
    (apis[index % apis.length] as Api).start({ number: rig.nextNumber(), workflow_id: 6 }),
  );
  const accepted = answers.filter(({ json }) => json.status === '0').length;
  const refused = answers.filter(({ json }) => json.status === '9').length;
  if (accepted + refused !== sizes.tried) {
    throw new InvalidRun(`Of ${sizes.tried} starts ${accepted} passed and ${refused} met the cap.`);
  }
  const sent = await paidMessages(rig, id);
  return {
    cap,
    messagesAllowed: sizes.allowed,
    tried: sizes.tried,
    sent: Math.max(sent, accepted),
  };
}

/** Messages that cost something, however they came to be queued. */
export async function paidMessages(rig: Rig, applicationId: number): Promise<number> {
  return count(
    rig.db,
    "select count(*) from dispatches where application_id = $1 and state <> 'not_sent' and cost > 0",
    [applicationId],
  );
}

export function judgeCap(result: CapResult, servers: number, findings: Findings): void {
  const overshoot = result.sent - result.messagesAllowed;
  findings.expect(
    overshoot <= servers,
    `the ${result.cap}'s cap of ${result.messagesAllowed} messages was exceeded by ${overshoot}`,
  );
  findings.expect(
    result.sent >= result.messagesAllowed,
    `the ${result.cap}'s cap held back what it allows: ${result.sent} of ${result.messagesAllowed}`,
  );
}
