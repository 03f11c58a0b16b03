import { describe, expect, test } from 'vitest';
import type { ArrivedMessage } from './handset-message.ts';
import { createPartsJoiner, joinParts } from './long-messages.ts';

const message = (id: string, changes: Partial<ArrivedMessage> = {}): ArrivedMessage => ({
  id,
  direction: 'to-handset',
  channel: 'sms',
  to: '447700900001',
  from: 'ACME',
  text: id,
  code: null,
  verificationId: 'm1',
  sentAt: new Date(1_000),
  ...changes,
});
const part = (place: number, total = 3, changes: Partial<ArrivedMessage> = {}) =>
  message(`p${place}`, {
    text: `<${place}>`,
    concat: { reference: 7, total, part: place },
    sentAt: new Date(1_000 + place),
    ...changes,
  });

describe('a list', () => {
  test('shows the parts of a long message as one, in their order', () => {
    expect(joinParts([message('b'), part(3), part(1), message('a'), part(2)])).toEqual([
      message('b'),
      { ...message('p1'), text: '<1><2><3>', parts: 3, sentAt: new Date(1_001) },
      message('a'),
    ]);
  });

  test('shows what there is while parts are missing', () => {
    expect(joinParts([part(3), part(1)])).toMatchObject([{ id: 'p1', text: '<1><3>', parts: 3 }]);
  });

  test('keeps apart what has the same reference but is another message', () => {
    const other = { verificationId: 'm2' };
    const joined = joinParts([part(1, 2), part(1, 2, other), part(2, 2), part(2, 2, other)]);
    expect(joined.map(({ text, verificationId }) => [text, verificationId])).toEqual([
      ['<1><2>', 'm1'],
      ['<1><2>', 'm2'],
    ]);
  });

  test('tells nobody how a message was cut', () => {
    expect(joinParts([part(1, 2), part(2, 2)])[0]).not.toHaveProperty('concat');
  });
});

describe('what comes live', () => {
  test('is passed on at once when it is whole, and a long one when its last part is there', () => {
    const arrive = createPartsJoiner();
    expect(arrive(message('a'))).toEqual(message('a'));
    expect(arrive(part(2))).toBeUndefined();
    expect(arrive(part(2))).toBeUndefined();
    expect(arrive(part(3))).toBeUndefined();
    expect(arrive(part(1))).toMatchObject({ id: 'p1', text: '<1><2><3>', parts: 3 });
  });

  test('parts that never become whole are given up, the oldest first', () => {
    const arrive = createPartsJoiner();
    for (let index = 0; index < 101; index += 1) {
      arrive(part(1, 2, { verificationId: `m${index}` }));
    }
    expect(arrive(part(2, 2, { verificationId: 'm0' }))).toBeUndefined();
    expect(arrive(part(2, 2, { verificationId: 'm100' }))).toMatchObject({ text: '<1><2>' });
  });
});
