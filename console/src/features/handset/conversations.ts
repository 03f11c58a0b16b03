/** One conversation per number: what a person with that phone would have before them. */
import type { HandsetMessage } from 'countersign/admin';

export interface Conversation {
  /** The handset's own number or email address. */
  readonly owner: string;
  /** Oldest first. */
  readonly messages: readonly HandsetMessage[];
  readonly last: HandsetMessage;
}

export function ownerOf(message: HandsetMessage): string {
  return message.direction === 'to-handset' ? message.to : message.from;
}

/** Most recent conversation first. Messages come newest first. */
export function toConversations(messages: readonly HandsetMessage[]): Conversation[] {
  const byOwner = new Map<string, HandsetMessage[]>();
  for (const message of messages) {
    const owner = ownerOf(message);
    const own = byOwner.get(owner);
    if (own) own.unshift(message);
    else byOwner.set(owner, [message]);
  }
  return [...byOwner].map(([owner, own]) => ({
    owner,
    messages: own,
    last: own.at(-1) as HandsetMessage, // a conversation begins with its first message
  }));
}

/** Adds a message that came live; one that is known already changes nothing. */
export function addMessage(
  messages: readonly HandsetMessage[],
  message: HandsetMessage,
): readonly HandsetMessage[] {
  return messages.some(({ id }) => id === message.id) ? messages : [message, ...messages];
}

/** Where a reply goes: whoever wrote last. */
export function replyTarget(conversation: Conversation): string | undefined {
  return conversation.messages.findLast(({ direction }) => direction === 'to-handset')?.from;
}
