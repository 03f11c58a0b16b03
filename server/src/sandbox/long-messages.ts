/**
 * Puts the parts of long messages together, as a phone does: one bubble, whatever order they came in.
 */
import type { ArrivedMessage, HandsetMessage } from './handset-message.ts';

/** Messages with their parts joined as far as they are there, each at the place of its first part. */
export function joinParts(messages: readonly ArrivedMessage[]): HandsetMessage[] {
  const groups = new Map<string, ArrivedMessage[]>();
  for (const message of messages) {
    const key = keyOf(message);
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return [...groups.values()].map(join);
}

/** Long messages under way at once to one who watches; the parts of older ones are given up. */
const waitingMax = 100;

/** Takes messages as they come and answers each when it is whole. */
export function createPartsJoiner(): (message: ArrivedMessage) => HandsetMessage | undefined {
  const waiting = new Map<string, ArrivedMessage[]>();
  return (message) => {
    const { concat } = message;
    if (!concat) return message;
    const key = keyOf(message);
    const others = waiting.get(key) ?? [];
    if (others.some((other) => other.concat?.part === concat.part)) return undefined;
    const arrived = [...others, message];
    if (arrived.length < concat.total) {
      const [oldest] = waiting.keys();
      if (others.length === 0 && waiting.size >= waitingMax) waiting.delete(oldest as string);
      waiting.set(key, arrived);
      return undefined;
    }
    waiting.delete(key);
    return join(arrived);
  };
}

function keyOf({ id, direction, from, to, verificationId, concat }: ArrivedMessage): string {
  if (!concat) return id;
  return JSON.stringify([direction, from, to, verificationId, concat.reference, concat.total]);
}

/** The one at hand, or the parts in their order under the id of the first. */
function join(arrived: readonly ArrivedMessage[]): HandsetMessage {
  const parts = arrived.toSorted((a, b) => (a.concat?.part ?? 0) - (b.concat?.part ?? 0));
  const [first] = parts as [ArrivedMessage];
  const { concat, ...message } = first;
  if (!concat) return message;
  return {
    ...message,
    text: parts.map(({ text }) => text).join(''),
    sentAt: new Date(Math.min(...parts.map(({ sentAt }) => sentAt.getTime()))),
    parts: concat.total,
  };
}
