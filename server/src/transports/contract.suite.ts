/** What every transport owes. Called by each transport's own test, with its own recordings beside. */
import { describe, expect, test } from 'vitest';
import * as channels from '../channels/index.ts';
import { newId } from '../kernel/ids.ts';
import {
  type OpenTransport,
  type OutgoingMessage,
  receiptStatuses,
  type Transport,
  TransportError,
  type TransportHost,
} from './contract.ts';

export function outgoing(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const now = new Date();
  return {
    dispatchId: newId(now),
    applicationId: 1,
    verificationId: newId(now),
    channel: 'sms',
    to: '447700900001',
    from: 'VERIFY',
    rendered: { text: 'Acme code: 041267.', segments: 1, locale: 'en-us' },
    code: '041267',
    ...changes,
  };
}

export interface TransportTraits {
  /** Settings it can be opened with, and what the server lends it. */
  open(): { settings: unknown; host: TransportHost };
  /** A carrier's callback as recorded, and how many receipts are in it; absent where none come so. */
  readonly callback?: {
    readonly request: Parameters<Transport['parseReceipts']>[0];
    readonly receipts: number;
  };
}

export function testTransport(transport: Transport, traits: TransportTraits): void {
  const opened = (): OpenTransport => {
    const { settings, host } = traits.open();
    return transport.open(settings, host);
  };
  const parse = (body: string, query = '') => transport.parseReceipts({ query, headers: {}, body });

  describe(`transport ${transport.name}`, () => {
    test('has a stable name and says whom it reaches', () => {
      expect(transport.name).toMatch(/^[a-z][a-z-]*$/);
      expect(['people', 'handset']).toContain(transport.reach);
    });

    test('carries channels there are, each once', () => {
      const known = Object.values(channels).map(({ name }) => name);
      expect(transport.channels.length).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining([...transport.channels]));
      expect(new Set(transport.channels).size).toBe(transport.channels.length);
    });

    test.each(transport.channels.map((channel) => [channel]))(
      'hands a message by %s over and answers with the carrier’s id',
      async (channel) => {
        const { messageId } = await opened().send(outgoing({ channel }));
        expect(messageId.length).toBeGreaterThan(0);
        expect(messageId.length).toBeLessThanOrEqual(200);
      },
    );

    test('two messages have two ids, one dispatch handed over twice has one', async () => {
      const open = opened();
      const one = outgoing();
      const [first, again, other] = [
        await open.send(one),
        await open.send(one),
        await open.send(outgoing()),
      ];
      expect(again.messageId).toBe(first.messageId);
      expect(other.messageId).not.toBe(first.messageId);
    });

    test.each([
      ['nothing', ''],
      ['no JSON', '{"a":'],
      ['a list', '[]'],
      ['null', 'null'],
      ['a number', '1'],
      ['names that mean something to JavaScript', '{"__proto__":{"status":"delivered"}}'],
      ['a form', 'status=delivered&messageId='],
      ['half a megabyte', 'x'.repeat(500_000)],
    ])('a callback of %s is no receipt: nothing, or refused as what it is', (_name, body) => {
      let receipts: readonly unknown[] = [];
      try {
        receipts = parse(body, body);
      } catch (error) {
        expect(error).toBeInstanceOf(TransportError);
        expect(error).toMatchObject({ kind: 'permanent' });
      }
      expect(receipts).toEqual([]);
    });

    const { callback } = traits;
    if (callback)
      test('a recorded callback holds receipts the core understands', () => {
        const receipts = transport.parseReceipts(callback.request);
        expect(receipts).toHaveLength(callback.receipts);
        for (const { messageId, status, errorCode, raw } of receipts) {
          expect(messageId).not.toBe('');
          expect(receiptStatuses).toContain(status);
          expect(Number.isInteger(errorCode)).toBe(true);
          expect(raw ?? '').not.toContain(outgoing().code);
        }
      });
  });
}
