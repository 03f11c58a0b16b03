/** The two functions of the 2FA guide, cut out of its text and run as they are printed, with axios. */
import { readFileSync } from 'node:fs';
import axios from 'axios';
import { describe, expect, test } from 'vitest';
import { freshNumber, wrongCode } from '../support/numbers.ts';
import { advanceClock, waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { API_KEY } from '../support/verifynow.ts';

const guide = readFileSync(
  new URL('../seeds/fixtures/003-2fa-api-integration-guide.txt', import.meta.url),
  'utf8',
);

interface Session {
  pendingVerification: string | null;
  authenticated: boolean;
}

interface Functions {
  require2FA(user: { countryCode: string; phoneNumber: string }): Promise<object>;
  complete2FA(session: Session, userEnteredCode: string): Promise<object>;
}

/** `session` of the first function is the page's own: the guide does not say where it comes from. */
function load(apiBase: string, session: Session, apiKey = API_KEY): Functions {
  const from = guide.indexOf('// Step 1');
  const to = guide.indexOf('The same pattern works');
  expect(from).toBeGreaterThan(0);
  expect(to).toBeGreaterThan(from);
  const body = `${guide.slice(from, to)}\nreturn { require2FA, complete2FA };`;
  return new Function('axios', 'API_BASE', 'API_KEY', 'session', body)(
    axios,
    apiBase,
    apiKey,
    session,
  );
}

const newSession = (): Session => ({ pendingVerification: null, authenticated: false });

function newUser() {
  const to = freshNumber();
  return { to, user: { countryCode: '44', phoneNumber: to.slice(2) } };
}

describe.each([
  ['the host', sandbox.baseUrl],
  ['the path of the reference', `${sandbox.baseUrl}/verification/v3`],
])('with %s as API_BASE', (_what, apiBase) => {
  test('WhatsApp first, the same code by text message 30 seconds later, then the code is right', async () => {
    const session = newSession();
    const { require2FA, complete2FA } = load(apiBase, session);
    const { to, user } = newUser();
    expect(await require2FA(user)).toEqual({ challenge: 'OTP_REQUIRED' });
    expect(session.pendingVerification).toMatch(/^[1-9]\d{0,15}$/);
    const [first] = await waitForMessages(to);
    expect(first).toMatchObject({ channel: 'whatsapp', code: expect.stringMatching(/^\d{6}$/) });

    await advanceClock(29);
    expect(await complete2FA(session, wrongCode(first?.code ?? ''))).toEqual({
      success: false,
      error: 'INVALID_CODE',
    });
    expect(session).toMatchObject({ authenticated: false });
    expect(await waitForMessages(to)).toHaveLength(1);

    await advanceClock(2);
    const [second] = await waitForMessages(to, 2);
    expect(second).toMatchObject({ channel: 'sms', code: first?.code });

    expect(await complete2FA(session, second?.code ?? '')).toEqual({ success: true });
    expect(session).toEqual({ authenticated: true, pendingVerification: null });
    await advanceClock(600);
    expect(await waitForMessages(to, 2)).toHaveLength(2);
  });

  test('whatever a user types that is not the code is INVALID_CODE, and the right one still works', async () => {
    const session = newSession();
    const { require2FA, complete2FA } = load(apiBase, session);
    const { to, user } = newUser();
    await require2FA(user);
    const [message] = await waitForMessages(to);
    for (const typed of ['', ' ', 'hello there', '１２３４５６', "' or 1=1", 'x'.repeat(5_000)]) {
      const result = await complete2FA(session, typed);
      expect(result, typed).toEqual({ success: false, error: 'INVALID_CODE' });
    }
    expect(await complete2FA(session, message?.code ?? '')).toEqual({ success: true });
  });

  test('a code is right once, also for two requests of one session', async () => {
    const session = newSession();
    const { require2FA, complete2FA } = load(apiBase, session);
    const { to, user } = newUser();
    await require2FA(user);
    const [message] = await waitForMessages(to);
    const twin = { ...session };
    const results = await Promise.all([
      complete2FA(session, message?.code ?? ''),
      complete2FA(twin, message?.code ?? ''),
    ]);
    expect(results.filter((result) => 'success' in result && result.success)).toHaveLength(1);
    // The page was sent twice: its session holds no verification any more, and nothing is thrown.
    session.pendingVerification = null;
    expect(await complete2FA(session, message?.code ?? '')).toEqual({
      success: false,
      error: 'INVALID_CODE',
    });
  });
});

test('a wrong API_KEY throws, as axios does for 401', async () => {
  const { require2FA } = load(sandbox.baseUrl, newSession(), `${sandbox.apiKey}:wrong`);
  await expect(require2FA(newUser().user)).rejects.toMatchObject({ response: { status: 401 } });
});
