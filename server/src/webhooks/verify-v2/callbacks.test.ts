import { describe, expect, test } from 'vitest';
import { callbacksOf, type Story, type StoryEvent } from './callbacks.ts';

const requestId = '019d0000-0000-7000-8000-000000000001';
const deps = {
  isNetworkChannel: (channel: string) => channel === 'silent-auth',
  checkUrlOf: (id: string) => `https://verify.example/v2/verify/${id}/silent-auth/redirect`,
  rejectedBySubscriber: 'no!',
};
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 4, 5, 0, seconds));
const iso = (seconds: number) => at(seconds).toISOString();

type Fact = [seconds: number, kind: string, data?: Record<string, unknown>, dispatchStep?: number];

function story(channels: readonly string[], facts: readonly Fact[]): Story {
  return {
    requestId,
    submittedAt: at(0),
    clientRef: 'ref-1',
    channels: channels.map((channel) => ({ channel, waitSeconds: 180 })),
    price: '0.05000000',
    events: facts.map(
      ([seconds, kind, data = null, dispatchStep = null], index): StoryEvent => ({
        id: index + 1,
        at: at(seconds),
        kind,
        data,
        dispatchStep,
      }),
    ),
  };
}

const tell = (channels: readonly string[], facts: readonly Fact[]) =>
  callbacksOf(deps, story(channels, facts)).map(({ body }) => body);
const started: Fact = [0, 'verification.started'];
const step = (seconds: number, number: number): Fact => [seconds, 'step.started', { step: number }];

test('a start tells nothing, unless a device is waited for', () => {
  expect(tell(['sms', 'voice'], [started])).toEqual([]);
  expect(tell(['silent-auth', 'sms'], [started])).toEqual([
    {
      request_id: requestId,
      triggered_at: iso(0),
      type: 'event',
      channel: 'silent_auth',
      status: 'action_pending',
      action: {
        type: 'check',
        check_url: `https://verify.example/v2/verify/${requestId}/silent-auth/redirect`,
      },
      client_ref: 'ref-1',
    },
  ]);
});

describe('a channel that another follows', () => {
  const status = (facts: readonly Fact[], channels = ['sms', 'whatsapp-interactive', 'voice']) =>
    tell(channels, [started, ...facts])[0]?.status;

  test('has expired', () => {
    expect(tell(['sms', 'voice'], [started, step(180, 1)])).toEqual([
      {
        request_id: requestId,
        triggered_at: iso(0),
        type: 'event',
        channel: 'sms',
        status: 'expired',
        finalized_at: iso(180),
        channel_timeout: 180,
        client_ref: 'ref-1',
      },
    ]);
  });

  test('has failed when its message was lost, or the network did not confirm', () => {
    expect(status([[5, 'message.rejected', {}, 0], step(180, 1)])).toBe('failed');
    expect(status([[5, 'message.not_sent', {}, 0], step(180, 1)])).toBe('failed');
    expect(status([[5, 'network.answered', { step: 0 }], step(6, 1)], ['silent-auth', 'sms'])).toBe(
      'failed',
    );
  });

  test('has not failed by a message of another channel', () => {
    expect(status([step(10, 1), [15, 'message.failed', {}, 0], step(20, 2)])).toBe('expired');
    expect(status([[5, 'message.delivered', {}, 0], step(180, 1)])).toBe('expired');
  });

  test('is told as begun when it began, under its wire name', () => {
    const [event] = tell(
      ['sms', 'whatsapp-interactive', 'voice'],
      [started, step(180, 1), step(360, 2)],
    );
    expect(event).toMatchObject({
      channel: 'whatsapp_interactive',
      triggered_at: iso(180),
      finalized_at: iso(360),
    });
  });
});

describe('the end', () => {
  test('tells the last channel and a summary of all', () => {
    const told = tell(
      ['sms', 'voice', 'email'],
      [started, step(180, 1), [200, 'verification.verified']],
    );
    expect(told).toEqual([
      expect.objectContaining({ type: 'event', channel: 'voice', status: 'completed' }),
      {
        request_id: requestId,
        submitted_at: iso(0),
        status: 'completed',
        type: 'summary',
        channel_timeout: 180,
        workflow: [
          { channel: 'sms', initiated_at: iso(0), status: 'expired' },
          { channel: 'voice', initiated_at: iso(180), status: 'completed' },
          { channel: 'email', status: 'unused' },
        ],
        price: '0.05000000',
        finalized_at: iso(200),
        client_ref: 'ref-1',
      },
    ]);
  });

  test.each([
    ['verification.failed', {}, 'failed', 'failed'],
    ['verification.failed', { reason: 'no!' }, 'user_rejected', 'failed'],
    ['verification.expired', { reason: 'x' }, 'expired', 'expired'],
    ['verification.cancelled', { reason: 'x' }, 'failed', 'failed'],
  ])('%s %o is %s, in sum %s', (kind, data, ofStep, inSum) => {
    const [event, summary] = tell(['sms'], [started, [9, kind, data]]);
    expect([event?.status, summary?.status]).toEqual([ofStep, inSum]);
    expect(summary?.workflow).toEqual([expect.objectContaining({ status: ofStep })]);
  });

  test('by cancelling says so', () => {
    const [, summary] = tell(['sms'], [started, [9, 'verification.cancelled', {}]]);
    expect(summary?.workflow).toEqual([
      expect.objectContaining({ reason: 'The request was cancelled.' }),
    ]);
  });
});

test('what else happens is not told', () => {
  for (const kind of ['message.sent', 'check.wrong', 'code.resent', 'network.answered']) {
    expect(tell(['silent-auth', 'sms'], [started, [5, kind, { step: 0 }]])).toEqual([]);
  }
});
