import { describe, expect, test } from 'vitest';
import { parseObject } from '../support/http.ts';
import { replay } from '../support/recorded.ts';
import { recordedRequests } from './recorded-requests.ts';

describe('requests of clients that cannot run here', () => {
  test.each(recordedRequests)('$name', async (recorded) => {
    const answer = await replay(recorded);
    // Python, Java and Ruby take the mere presence of error_text as failure.
    const isError = 'error_text' in recorded.expected;
    expect('error_text' in parseObject(answer.text)).toBe(isError);
  });
});
