/**
 * HTTP clients that nobody here wrote, as Debian packages them: what they put on the wire is theirs.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { freshNumber, freshUsNumber } from '../support/numbers.ts';
import { runToEnd } from '../support/programs.ts';
import { waitForCode, waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { errorText, HEX32, MONEY } from '../support/verify.ts';
import { childText, parseXml } from '../support/xml.ts';

const { baseUrl, apiKey, apiSecret } = sandbox;

function script(name: string): string {
  return fileURLToPath(new URL(`./scripts/${name}`, import.meta.url));
}

describe.each([
  ['python3', 'py'],
  ['ruby', 'rb'],
  ['php', 'php'],
])('%s', (program, suffix) => {
  test('verifies a number, end to end', async () => {
    const number = freshNumber();
    const file = script(`verify_flow.${suffix}`);
    const output = await runToEnd(program, [file, baseUrl, apiKey, apiSecret, number]);
    const { start, ...rest } = JSON.parse(output) as Record<string, { request_id: string }>;
    expect(start).toEqual({ request_id: expect.stringMatching(HEX32), status: '0' });
    const id = start?.request_id;
    expect(rest).toMatchObject({
      concurrent: { request_id: id, status: '10', error_text: errorText.concurrent },
      wrong: { request_id: id, status: '16', error_text: errorText.wrongCode },
      right: { request_id: id, status: '0', price: expect.stringMatching(MONEY), currency: 'EUR' },
      search: { request_id: id, status: 'SUCCESS', number },
    });
  });

  test('sends 2FA by GET, form and JSON', async () => {
    const to = freshUsNumber();
    const file = script(`two_factor.${suffix}`);
    const output = await runToEnd(program, [file, baseUrl, apiKey, apiSecret, to]);
    const sent = { 'message-count': '1', messages: [{ status: '0', to }] };
    expect(JSON.parse(output)).toMatchObject([sent, sent, sent]);
    const messages = await waitForMessages(to, 3);
    expect(messages.map(({ code }) => code).toSorted()).toEqual(['610001', '610002', '610003']);
  });
});

describe('curl', () => {
  const quiet = ['--silent', '--show-error', '--max-time', '10'];
  const keys = ['-d', `api_key=${apiKey}`, '--data-urlencode', `api_secret=${apiSecret}`];
  const curl = async (...args: string[]): Promise<unknown> =>
    JSON.parse(await runToEnd('curl', [...quiet, ...args]));

  test('verifies a number, end to end', async () => {
    const number = freshNumber();
    const start = await curl(
      `${baseUrl}/verify/json`,
      ...keys,
      '-d',
      `number=${number}`,
      '-d',
      'brand=Acme Inc',
    );
    expect(start).toEqual({ request_id: expect.stringMatching(HEX32), status: '0' });
    const { request_id: id } = start as { request_id: string };
    const code = await waitForCode(number);
    const checked = await curl(
      ...['-u', `${apiKey}:${apiSecret}`, '--json'],
      JSON.stringify({ request_id: id, code }),
      `${baseUrl}/verify/check/json`,
    );
    expect(checked).toMatchObject({ request_id: id, status: '0' });
    const search = await curl(
      '-G',
      ...keys,
      '-d',
      `request_id=${id}`,
      `${baseUrl}/verify/search/json`,
    );
    expect(search).toMatchObject({ request_id: id, status: 'SUCCESS' });
  });

  test.each([
    ['GET', ['-G']],
    ['a form', []],
    ['HTTP/1.0', ['--http1.0']],
    ['a chunked form', ['-H', 'Transfer-Encoding: chunked']],
    ['Expect: 100-continue', ['-H', 'Expect: 100-continue']],
    ['a compressed answer', ['--compressed']],
    ['an offer of HTTP/2', ['--http2']],
  ])('sends 2FA with %s', async (_what, options) => {
    const to = freshUsNumber();
    const answer = await curl(
      ...options,
      ...keys,
      ...['-d', `to=${to}`, '-d', 'pin=4711'],
      `${baseUrl}/sc/us/2fa/json`,
    );
    expect(answer).toMatchObject({ 'message-count': '1', messages: [{ status: '0', to }] });
    expect(await waitForCode(to)).toBe('4711');
  });

  test('reads XML', async () => {
    const to = freshUsNumber();
    const args = [...quiet, ...keys, '-d', `to=${to}`, '-d', 'pin=4711'];
    const output = await runToEnd('curl', [...args, `${baseUrl}/sc/us/2fa/xml`]);
    const message = parseXml(output).children[0]?.children[0];
    if (message === undefined) throw new Error(`no message in ${output}`);
    expect(childText(message, 'to')).toBe(to);
  });
});
