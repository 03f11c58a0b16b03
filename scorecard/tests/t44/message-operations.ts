/** Operations of T44 on messages: leases that run out, and the carrier's receipts. */
import type { ReceiptStatus } from '../../../server/src/transports/contract.ts';
import { transportName } from '../../rig/modules.ts';
import { lifeToSend, receive, type Verification } from './model.ts';
import { anyNode, expectSame, type Fleet, idle, now, type World } from './world.ts';

/** The leases of lost hand-overs run out, and a node looks for what is due. */
export async function recover(fleet: Fleet, world: World): Promise<void> {
  await fleet.scratch.db.query(
    `update dispatches set leased_until = now() - interval '1 second'
     where application_id = $1 and state = 'due'`,
    [world.application.id],
  );
  world.fate = 'sent';
  const due = [...world.messages.values()].filter(({ state }) => state === 'due');
  const expected = due.map((message) => ({ message, isSent: isWanted(world, message) }));
  await anyNode(fleet, world).dispatcher.sendDue(100);
  await idle(fleet);
  for (const { message, isSent } of expected) {
    const before = message.submissions;
    message.state = isSent ? 'sent' : 'not_sent';
    expectSame(world, 'submissions', before <= message.crashes + 1, true);
    // What had come too early is counted now, best first: order does not matter.
    for (const status of isSent ? message.parked.splice(0) : []) {
      message.state = receive(message.state, status);
    }
  }
}

function isWanted(
  world: World,
  { verification, codeNumber }: { verification: Verification; codeNumber: number },
): boolean {
  const isSame = verification.status === 'in_progress' && verification.codeNumber === codeNumber;
  const lifeLeft = verification.codeExpiresAt - now(world);
  return isSame && lifeLeft >= lifeToSend(verification.plan.codeLifeSeconds);
}

/** A carrier reports, once or on both nodes at once, in any order. */
export async function receipt(fleet: Fleet, world: World): Promise<void> {
  const known = [...world.messages.values()].filter(({ submissions }) => submissions > 0);
  const message = known.length > 0 ? world.chance.pick(known) : undefined;
  if (!message || message.state === 'not_sent') return;
  const statuses: ReceiptStatus[] = ['accepted', 'buffered', 'delivered', 'delivered', 'failed'];
  const status = world.chance.pick(statuses);
  const isFinal = status === 'delivered' || status === 'failed';
  // Of two final ones that both wait, nobody can say which came first.
  if (message.state === 'due' && isFinal && message.parked.some((one) => one !== status)) return;
  const nodes = world.chance.below(3) === 0 ? fleet.nodes : [anyNode(fleet, world)];
  await Promise.all(
    nodes.map((node) =>
      node.receipts.record(transportName, { messageId: message.dispatchId, status, errorCode: 0 }),
    ),
  );
  if (message.state === 'due') message.parked.push(status);
  else message.state = receive(message.state, status);
}
