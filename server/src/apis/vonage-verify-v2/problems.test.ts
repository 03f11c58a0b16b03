import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes, PlatformError } from '../../kernel/errors.ts';
import { problemCodes, WireProblem, withProblems } from './problems.ts';

const page = readFileSync(
  path.join(import.meta.dirname, '../../../../docs/compatibility/vonage-verify-v2.md'),
  'utf8',
);
const request = { id: 'a-request-id' };
const answerOf = (error: Error) =>
  withProblems(request, async () => {
    throw error;
  });

test.each(problemCodes)('%s has a place on the page that its type names', async (code) => {
  expect(page).toContain(`<a id="${code}"></a>`);
  const { body } = await answerOf(new WireProblem(code));
  expect(JSON.parse(String(body)).type).toBe(`/docs/compatibility/vonage-verify-v2#${code}`);
});

describe('errors of the core', () => {
  test.each(errorCodes.filter((code) => code !== 'unavailable'))(
    '%s is told with the four members, below 500',
    async (code) => {
      const { status, body } = await answerOf(new PlatformError(code));
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(JSON.parse(String(body))).toMatchObject({
        type: expect.stringContaining('#'),
        title: expect.stringMatching(/./),
        detail: expect.stringMatching(/./),
        instance: 'a-request-id',
      });
    },
  );

  test('what is unexpected is left to the server', async () => {
    await expect(answerOf(new Error('surprise'))).rejects.toThrow('surprise');
    const away = new PlatformError('unavailable');
    await expect(answerOf(away)).rejects.toBe(away);
  });

  test('a refused address names the channel and its member', async () => {
    const detail = { parameter: 'number', reason: 'premium-rate' };
    const { body } = await answerOf(new PlatformError('unroutable', detail));
    expect(JSON.parse(String(body)).invalid_parameters).toEqual([
      { name: 'workflow[0]', reason: '`to` cannot be reached: premium-rate' },
    ]);
  });

  test('a refused sender has the vendor’s own title', async () => {
    const detail = { parameter: 'sender', reason: 'not registered' };
    const { body } = await answerOf(new PlatformError('unroutable', detail));
    expect(JSON.parse(String(body))).toMatchObject({
      title: 'Invalid sender',
      invalid_parameters: [{ name: 'from', reason: 'cannot be reached: not registered' }],
    });
  });

  test('a challenge that would help is told', async () => {
    const { body } = await answerOf(new PlatformError('barred', { reason: 'challenge' }));
    expect(JSON.parse(String(body))).toMatchObject({ reason: 'challenge' });
    const pumping = await answerOf(new PlatformError('barred', { reason: 'pumping' }));
    expect(JSON.parse(String(pumping.body))).not.toHaveProperty('reason');
  });
});
