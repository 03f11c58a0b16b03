/** The element in a real browser, used as a person and as a form would. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../../conformance/browser/browser.ts';
import { hostPages, type Opened, type Opening, open, type PageHost } from './page.ts';

let browser: Browser;
let host: PageHost;
let opened: Opened[] = [];

beforeAll(async () => {
  browser = await launchBrowser(inject('browserPath'));
  host = await hostPages(inject('packageFolder'));
});

afterAll(async () => {
  await browser.close();
  host.close();
});

beforeEach(() => {
  opened = [];
  host.sent.length = 0;
});

afterEach(async () => {
  for (const { page, complaints, printed } of opened) {
    expect(complaints).toEqual([]);
    expect(printed.join('\n')).not.toContain('123456');
    await page.close();
  }
});

async function show(opening: Opening = {}) {
  const one = await open(browser, host, opening);
  opened.push(one);
  const { page } = one;
  const element = page.locator('countersign-code');
  return { ...one, element, field: page.getByRole('textbox'), error: page.getByRole('alert') };
}

test('typed digits make one complete event, and Enter sends the form', async () => {
  const { page, field, told } = await show();
  await field.click();
  await page.keyboard.type('12345');
  expect(await told()).toEqual([]);
  await page.keyboard.type('6');
  await page.keyboard.type('7');
  expect(await told()).toEqual([['complete', { code: '123456' }]]);
  await page.keyboard.press('Enter');
  await page.getByText('thank you').waitFor();
  expect(host.sent.map(String)).toEqual(['code=123456']);
});

test('auto-submit sends the form when the code is whole, once', async () => {
  const { page, field } = await show({ attributes: 'auto-submit' });
  await field.pressSequentially('123456');
  await page.getByText('thank you').waitFor();
  expect(host.sent.map(String)).toEqual(['code=123456']);
});

test('a prevented complete event is not followed by auto-submit', async () => {
  const { page, field, told } = await show({ attributes: 'auto-submit' });
  await page.evaluate(() => addEventListener('complete', (event) => event.preventDefault()));
  await field.pressSequentially('123456');
  expect(await told()).toHaveLength(1);
  await page.waitForTimeout(100);
  expect(host.sent).toEqual([]);
});

test.each([
  ['123-456', '123456'],
  ['١٢٣ ٤٥٦', '123456'],
  ['Your code is 123456. It is valid for 5 minutes.', '123456'],
])('%j is pasted over what was there', async (clipboard, code) => {
  const { page, field, told } = await show();
  await field.pressSequentially('98');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const input = document.querySelector('countersign-code')?.shadowRoot?.querySelector('input');
    const event = new ClipboardEvent('paste', {
      ...{ clipboardData: data, bubbles: true, cancelable: true, composed: true },
    });
    input?.dispatchEvent(event);
  }, clipboard);
  expect(await field.inputValue()).toBe(code);
  expect(await told()).toEqual([['complete', { code }]]);
});

test('text inserted by the browser itself, as a paste of a part or a keyboard does, is cleaned', async () => {
  const { page, field } = await show();
  await field.click();
  await page.keyboard.insertText('12 3');
  await page.keyboard.insertText('-٤٥٦');
  expect(await field.inputValue()).toBe('123456');
});

test('a browser that fills the field in twice makes one complete event', async () => {
  const { page, field, told } = await show();
  const fillIn = () =>
    page.evaluate(() => {
      const input = document.querySelector('countersign-code')?.shadowRoot?.querySelector('input');
      if (!input) throw new Error('no input');
      input.value = '123456';
      input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  await fillIn();
  await fillIn();
  expect(await field.inputValue()).toBe('123456');
  expect(await told()).toHaveLength(1);
});

test('a digit corrected in the middle keeps the caret there', async () => {
  const { page, field } = await show();
  await field.pressSequentially('12956');
  for (let times = 0; times < 2; times += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('3');
  await page.keyboard.type('x4');
  expect(await field.inputValue()).toBe('123456');
});

test('the field asks the browser for a code that was sent', async () => {
  const { field } = await show();
  for (const [name, value] of [
    ['autocomplete', 'one-time-code'],
    ['inputmode', 'numeric'],
    ['pattern', '[0-9]*'],
  ] as const) {
    expect(await field.getAttribute(name)).toBe(value);
  }
});

test('a code from a text message is taken, and the waiting for it ends with the element', async () => {
  const one = await open(browser, host, {});
  await one.page.close();
  const page = await browser.newPage();
  opened.push({ ...one, page, complaints: [], printed: [] });
  await page.addInitScript(() => {
    const asked: CredentialRequestOptions[] = [];
    Object.assign(globalThis, { asked, OTPCredential: class {} });
    Object.defineProperty(navigator, 'credentials', {
      value: {
        get: (options: CredentialRequestOptions) => {
          asked.push(options);
          return new Promise((resolve, reject) => {
            options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
            addEventListener('sms', () => resolve({ code: '123 456' }));
          });
        },
      },
    });
  });
  await page.goto(host.url);
  await page.getByRole('textbox').waitFor();
  const state = () =>
    page.evaluate(() => {
      const { asked } = globalThis as unknown as { asked: { otp: unknown; signal: AbortSignal }[] };
      return asked.map(({ otp, signal }) => ({ otp, isOver: signal.aborted }));
    });
  const otp = { transport: ['sms'] };
  expect(await state()).toEqual([{ otp, isOver: false }]);
  // A second element takes over: the browser serves one request at a time.
  await page.evaluate(() => document.body.append(document.createElement('countersign-code')));
  expect(await state()).toEqual([
    { otp, isOver: true },
    { otp, isOver: false },
  ]);
  await page.evaluate(() => dispatchEvent(new Event('sms')));
  await expect.poll(() => page.getByRole('textbox').last().inputValue()).toBe('123456');
  expect((await state()).every(({ isOver }) => isOver)).toBe(true);
  expect(await page.getByRole('textbox').first().inputValue()).toBe('');
});

test('webotp="off" asks for nothing', async () => {
  const { page } = await show({ attributes: 'webotp="off"' });
  const asked = await page.evaluate(async () => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { OTPCredential: class {} });
    Object.defineProperty(navigator, 'credentials', {
      value: { get: (options: unknown) => Promise.resolve(asked.push(options)) },
    });
    const element = document.createElement('countersign-code');
    element.setAttribute('webotp', 'off');
    document.body.append(element);
    return asked;
  });
  expect(asked).toEqual([]);
});

test('an error is announced, tied to the field and gone with the next digit', async () => {
  const { element, field, error, page } = await show();
  await field.pressSequentially('123456');
  await page.getByRole('button', { name: 'Continue' }).focus();
  await element.evaluate((code) => {
    code.setAttribute('tries-left', '2');
    code.setAttribute('error', 'wrong_code');
  });
  expect(await error.textContent()).toBe('That code is not right. Tries left: 2.');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.getAttribute('aria-describedby')).toBe('hint error');
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('countersign-code');
  await page.keyboard.type('9');
  expect(await field.inputValue()).toBe('9');
  expect(await error.textContent()).toBe('');
  expect(await field.getAttribute('aria-invalid')).toBe('false');
});

test('the same code again after an error is told again', async () => {
  const { element, field, told } = await show();
  await field.pressSequentially('123456');
  await element.evaluate((code) => code.setAttribute('error', 'network'));
  await field.pressSequentially('123456');
  expect(await told()).toHaveLength(2);
});

test('a sentence of the page’s own is shown as it is', async () => {
  const { error } = await show({ attributes: 'error="Ask at the counter."' });
  expect(await error.textContent()).toBe('Ask at the counter.');
});

test('while the code is checked nothing can be typed, and it is said', async () => {
  const { element, field, page } = await show();
  await field.pressSequentially('123');
  await element.evaluate((code) => code.toggleAttribute('busy', true));
  await page.keyboard.type('4');
  expect(await field.inputValue()).toBe('123');
  expect(await page.getByRole('status').textContent()).toBe('Checking the code…');
});

test('another code can be asked for when its time has come, and not before', async () => {
  const { page, told, field } = await show({ attributes: 'resend-after="2"' });
  const waiting = page.getByRole('button', { name: /Send a new code in 0:0[12]/ });
  // Forced: told that it is disabled, the test would wait as a person does.
  await waiting.click({ force: true });
  expect(await told()).toEqual([]);
  await field.pressSequentially('12');
  const ready = page.getByRole('button', { name: 'Send a new code', exact: true });
  await ready.waitFor();
  expect(await page.getByRole('status').textContent()).toBe('You can ask for a new code now.');
  await ready.click();
  expect(await told()).toEqual([['resend', {}]]);
  await waiting.waitFor();
  expect(await page.getByRole('status').textContent()).toBe('A new code was requested.');
  expect(await field.inputValue()).toBe('');
});

test('other channels are offered and chosen by keyboard alone', async () => {
  const { page, told } = await show({ attributes: 'channels="voice whatsapp pigeon" autofocus' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('listitem').allTextContents()).toEqual([
    'Phone call',
    'WhatsApp',
    'pigeon',
  ]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await told()).toEqual([['switch', { channel: 'whatsapp' }]]);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('countersign-code');
});

test('a form that requires it does not go without a whole code', async () => {
  const { page, field } = await show({ attributes: 'required' });
  await field.pressSequentially('123');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForTimeout(100);
  expect(host.sent).toEqual([]);
  const isValid = await page.evaluate(() => {
    const form = document.querySelector('form');
    return form?.checkValidity();
  });
  expect(isValid).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('countersign-code');
});

test('a form resets and disables it as any control', async () => {
  const { page, field } = await show({ before: '<fieldset>', after: '</fieldset>' });
  await field.pressSequentially('123456');
  await page.evaluate(() => document.querySelector('form')?.reset());
  expect(await field.inputValue()).toBe('');
  await page.evaluate(() => document.querySelector('fieldset')?.setAttribute('disabled', ''));
  expect(await field.isDisabled()).toBe(true);
});

test('a label of the page names the field, and a click on it goes there', async () => {
  const { page } = await show({
    attributes: 'id="c"',
    before: '<label for="c">Code from your phone</label>',
  });
  await page.getByText('Code from your phone').click();
  await page.keyboard.type('12');
  expect(await page.getByRole('textbox', { name: 'Code from your phone' }).inputValue()).toBe('12');
});

const plain = `<label>Your code
  <input name="otp" autocomplete="one-time-code" inputmode="numeric"></label>`;

test('without script the plain input does the work', async () => {
  const { page } = await show({ plain, javaScriptEnabled: false });
  await page.getByLabel('Your code').fill('123456');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('thank you').waitFor();
  expect(host.sent.map(String)).toEqual(['otp=123456']);
});

test('who types before the script has come goes on typing, under the plain input’s name', async () => {
  const { page } = await show({
    plain,
    attributes: 'required',
    name: '',
    isLate: true,
    bypassCSP: true,
  });
  await page.getByLabel('Your code').click();
  await page.keyboard.type('12');
  await page.addScriptTag({ url: '/countersign-code.js', type: 'module' });
  await page.keyboard.type('3456');
  await page.keyboard.press('Enter');
  await page.getByText('thank you').waitFor();
  expect(host.sent.map(String)).toEqual(['otp=123456']);
});

test('the words of the plain input’s label stay', async () => {
  const { page } = await show({ plain });
  expect(await page.getByRole('textbox', { name: 'Your code' }).count()).toBe(1);
});
