/** One person's first day with the console, in order: each test goes on where the last one ended. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  type ExpectStatic,
  expect,
  inject,
  test,
} from 'vitest';
import { audit } from './axe.ts';
import { launchBrowser } from './browser.ts';
import {
  enrolPassword,
  password,
  signInByLink,
  signOut,
  totpCode,
  waitForFreshStep,
} from './operator.ts';
import { tellRoomStories } from './room-stories.ts';
import { type Known, type Room, rooms, visit } from './rooms.ts';
import { openWire, tellStories, type Wire } from './story.ts';

const sandbox = inject('consoleSandbox');
const complaints: string[] = [];

let browser: Browser;
let context: BrowserContext;
let page: Page;
let wire: Wire;
let applicationId: string;
let known: Known;
let totpSecret: string;

beforeAll(async () => {
  browser = await launchBrowser(inject('browserPath'));
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await openPage();
  wire = openWire(sandbox);
});
afterAll(() => browser?.close());
afterEach(() => {
  // Told once, by the test that caused it.
  expect(
    complaints.splice(0),
    'scripts and content security policy have nothing to complain of',
  ).toEqual([]);
});

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (message) => {
    // A refused sign-in is answered 401, which the browser itself writes down.
    const isOurs = !message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && isOurs) complaints.push(message.text());
  });
  return opened;
}

const open = (path: string) => page.goto(`${sandbox.baseUrl}/console/${path}`);

test('a one-time link signs in, and its token leaves the address bar', async () => {
  await signInByLink(page, sandbox.consoleUrl);
  expect(page.url()).not.toContain('token');
  await page.getByRole('link', { name: 'Later' }).click();
  await page.getByText('Take your key').waitFor();
  applicationId = /\/a\/(\d+)\//.exec(page.url())?.[1] ?? '';
  await page.getByText('Add a passkey or a password').waitFor();
});

test('the same link does not work a second time', async () => {
  const other = await browser.newContext();
  const stranger = await other.newPage();
  await stranger.goto(sandbox.consoleUrl);
  await stranger.getByText('This link has been used or is too old').waitFor();
  await other.close();
});

test('the first paint comes within a second, and the bare address leads to the first room', async () => {
  await open('');
  await page.getByText('Take your key').waitFor();
  const milliseconds = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  expect(milliseconds).toBeLessThan(1_000);
});

test('the samples carry the real key, and the secret only when it is asked for', async () => {
  const sample = page.locator('pre').first();
  await expect.poll(() => sample.textContent()).toContain(`api_key=${sandbox.apiKey}`);
  expect(await sample.textContent()).not.toContain(sandbox.apiSecret);
  await page.getByRole('button', { name: 'Show secret' }).click();
  await expect.poll(() => sample.textContent()).toContain(sandbox.apiSecret);
});

test('a code arrives live on the handset, and with it the number is verified', async () => {
  await open(`a/${applicationId}/handset`);
  await page.getByText('Live', { exact: true }).waitFor();
  const started = await wire.verify({ number: '447400000009', brand: 'Acme' });
  const phone = page.getByRole('region', { name: 'Handset +44 7400 000 009' });
  const code = await phone.locator('[data-code]').first().getAttribute('data-code');
  const checked = await wire.check(started.request_id ?? '', code ?? '');
  expect(checked.status).toBe('0');

  await page.getByRole('link', { name: 'Verifications' }).click();
  await page.getByRole('link', { name: /Verified/ }).click();
  const timeline = page.getByRole('list', { name: 'Timeline' });
  for (const sentence of ['Verification started', 'SMS handed to the carrier', 'SMS delivered']) {
    await timeline.getByText(sentence).waitFor();
  }
  await timeline.getByText('Right code entered: verified').click();
  await timeline.getByText('"kind": "verification.verified"').waitFor();
  expect(await page.content()).not.toContain(code);
});

test('the steps of the first room have ticked themselves off', async () => {
  await page.getByRole('link', { name: 'Get started' }).click();
  await expect.poll(() => page.getByText('Done', { exact: true }).count()).toBe(3);
});

test('a voice call rings, is answered, and is written out', async () => {
  await open(`a/${applicationId}/handset`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Send by' }).click();
  await page.getByRole('option', { name: 'Voice call' }).click();
  await page.getByLabel('Number').fill('+44 7400 000 011');
  await page.getByRole('button', { name: 'Send test message' }).click();
  const call = page.getByRole('alertdialog');
  await call.getByRole('button', { name: 'Answer' }).click();
  await call.getByText(/code/i).waitFor();
  await call.getByRole('button', { name: 'Hang up' }).click();
  await call.waitFor({ state: 'detached' });
});

test('the handset answers', async () => {
  const phone = page.getByRole('region', { name: 'Handset +44 7400 000 011' });
  await phone.getByRole('textbox').fill('HELP');
  await phone.getByRole('button', { name: 'Send reply' }).click();
  await phone.getByText('HELP', { exact: true }).waitFor();
});

test('the keyboard alone reaches a verification by its number', async () => {
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.waitFor();
  // A person types once the field has the focus, and sends once the list has caught up.
  await expect.poll(() => search.evaluate((field) => field.matches(':focus'))).toBe(true);
  await page.keyboard.type('+44 7400 000 009');
  await expect.poll(() => search.inputValue()).toBe('+44 7400 000 009');
  await page.getByRole('option').filter({ hasText: '7400 000 009' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /Verified/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toContain('7400');
});

test('who could not be signed out is told so, and stays signed in', async () => {
  await open('welcome');
  const session = '**/admin/session';
  await page.route(session, (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.continue(),
  );
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('You may still be signed in.').waitFor();
  await page.unroute(session);
  await page.reload();
  await page.getByRole('heading', { name: 'Choose how you sign in' }).waitFor();
});

test('a password with an authenticator app is enrolled and signs in', async () => {
  await open('welcome');
  totpSecret = await enrolPassword(page);
  await signOut(page);
  await page.getByLabel('Email').fill('owner@localhost');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await waitForFreshStep();
  await page.getByLabel('Code from your app').fill(totpCode(totpSecret));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Take your key').waitFor();
});

test('a passkey is enrolled and signs in alone', async () => {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await open('settings/security');
  await page.getByLabel('Name', { exact: true }).first().fill('Test laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Test laptop').waitFor();
  await signOut(page);
  const asked = page.waitForRequest('**/admin/sign-in/passkey');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('Take your key').waitFor();
  // The same signed answer again: its challenge was consumed.
  const replay = await fetch(`${sandbox.baseUrl}/admin/sign-in/passkey`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: (await asked).postData() ?? '',
  });
  expect(replay.status).toBe(401);
});

/** Counts what a person would see for a moment only. */
const watchForFailures = `
  globalThis.failuresSeen = 0;
  new MutationObserver(() => {
    if (document.body.textContent.includes('This did not load')) failuresSeen += 1;
  }).observe(document.body, { childList: true, subtree: true });
`;

test('an ended session leads to the sign-in, and from there back to the room', async () => {
  await open(`a/${applicationId}/verifications`);
  await page.getByRole('link', { name: /Verified/ }).waitFor();
  await page.evaluate(watchForFailures);
  await context.clearCookies();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('heading', { name: 'Sign in to Countersign' }).waitFor();
  expect(await page.evaluate('failuresSeen'), 'no error is shown on the way').toBe(0);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('link', { name: /Verified/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/console/a/${applicationId}/verifications`);
});

test('a live application has another frame and no handset', async () => {
  await open('settings/applications');
  await page.getByRole('button', { name: 'Create an application' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Harbour Bank');
  await page.getByText('Live', { exact: true }).click();
  await page.getByRole('button', { name: 'Create application' }).click();
  await page.getByText('They are not shown again').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Switch application' }).click();
  await page.getByRole('menuitem', { name: /Harbour Bank/ }).click();
  await page.locator('[data-kind="live"]').first().waitFor();
  await page.getByText('Shown once, when it was issued').waitFor();
  expect(await page.getByRole('link', { name: 'Handset' }).count()).toBe(0);
});

test('an invited viewer signs in by link and sees no way to change anything', async () => {
  await open('settings/operators');
  await page.getByRole('button', { name: 'Invite an operator' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Vera');
  await page.getByLabel('Email').fill('vera@example.com');
  await page.getByRole('combobox', { name: 'Role', exact: true }).click();
  await page.getByRole('option', { name: 'Viewer', exact: true }).click();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const url = (await page.getByText(/\/console\/sign-in#token=/).textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  const other = await browser.newContext();
  const vera = await other.newPage();
  await signInByLink(vera, url);
  await vera.goto(`${sandbox.baseUrl}/console/settings/applications`);
  await vera.getByText('Each holds a key').waitFor();
  expect(await vera.getByRole('button', { name: 'Create an application' }).count()).toBe(0);
  expect(await vera.getByRole('link', { name: 'Audit' }).count()).toBe(0);
  await other.close();
});

test('every kind of story leaves its own verification', async () => {
  const verificationId = await tellStories(wire);
  await open(`a/${applicationId}/verifications`);
  for (const status of ['Verified', 'Failed', 'Cancelled', 'In progress']) {
    await page
      .getByRole('link', { name: new RegExp(status) })
      .first()
      .waitFor();
  }
  known = {
    ...(await tellRoomStories({ page, wire, applicationId })),
    applicationId,
    verificationId,
  };
});

const looks = [
  { scheme: 'light', width: 1920 },
  { scheme: 'light', width: 1280, isAudited: true },
  { scheme: 'dark', width: 360, isAudited: true },
] as const;

const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Pages of the same operator that look at rooms beside each other. */
const idle: Page[] = [];

/** `expect` of the test itself: beside each other, tests cannot share the common one. */
async function lookAt(room: Room, own: Page, expect: ExpectStatic): Promise<void> {
  await visit(own, room, { ...known, baseUrl: sandbox.baseUrl });
  for (const { scheme, width, ...look } of looks) {
    await own.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await own.setViewportSize({ width, height: 800 });
    // The menu slides away where there is no place for it.
    const options = { timeout: 5_000, message: `at ${width} pixels` };
    await expect.poll(() => own.evaluate<number>(excess), options).toBe(0);
    if ('isAudited' in look) expect(await audit(own), scheme).toEqual([]);
  }
}

describe.concurrent('each room', () => {
  for (const room of rooms) {
    test(`${room.name} fits 360 to 1920 pixels, and axe finds nothing serious, light and dark`, async ({
      expect,
    }) => {
      const own = idle.pop() ?? (await openPage());
      await lookAt(room, own, expect);
      idle.push(own);
    });
  }
});

test('axe finds nothing serious in what opens above a room', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(`a/${applicationId}/handset`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('listbox', { name: 'Results' }).waitFor();
  expect(await audit(page), 'palette').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Send by' }).click();
  await page.getByRole('option', { name: 'Voice call' }).click();
  await page.getByLabel('Number').fill('+44 7400 000 012');
  await page.getByRole('button', { name: 'Send test message' }).click();
  // The stories' own calls may ring beside it by now.
  const phone = page.getByRole('region', { name: 'Handset +44 7400 000 012' });
  await phone.getByRole('button', { name: 'Answer' }).click();
  expect(await audit(page), 'call').toEqual([]);
});

test('axe finds nothing serious on the sign-in page', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await signOut(page);
  expect(await audit(page)).toEqual([]);
});
