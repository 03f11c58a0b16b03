/** The shape of a refusal on the wires that submit messages: one message with a status and a text. */
import { expect } from 'vitest';
import type { ApiResponse } from '../src/apis/contract.ts';

export function expectSubmissionShape({ headers, body }: ApiResponse, path: string): void {
  if (path.endsWith('xml')) {
    expect(headers?.['content-type']).toBe('text/xml; charset=UTF-8');
    expect(body).toMatch(
      /<mt-submission-response><messages count="1"><message><status>\d+<\/status><errorText>.+<\/errorText>/,
    );
    return;
  }
  expect(headers?.['content-type']).toBe('application/json');
  expect(JSON.parse(String(body))).toEqual({
    'message-count': '1',
    messages: [
      { status: expect.stringMatching(/^\d+$/), 'error-text': expect.stringMatching(/./) },
    ],
  });
}
