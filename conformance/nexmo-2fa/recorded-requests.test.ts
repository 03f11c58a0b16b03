import { describe, expect, test } from 'vitest';
import { parseObject } from '../support/http.ts';
import { replay } from '../support/recorded.ts';
import { recordedRequests } from './recorded-requests.ts';

describe('2FA requests of clients that cannot run here', () => {
  test.each(recordedRequests)('$name', async (recorded) => {
    const answer = await replay(recorded);
    // Clients compare status with a string and PHP 4.14 reads the count without converting it.
    expect(parseObject(answer.text)['message-count']).toBe('1');
  });
});
