/** Languages, direction, colours, motion and what axe finds. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { audit } from '../../../conformance/browser/axe.ts';
import { launchBrowser } from '../../../conformance/browser/browser.ts';
import { hostPages, type Opening, open, type PageHost } from './page.ts';

let browser: Browser;
let host: PageHost;

beforeAll(async () => {
  browser = await launchBrowser(inject('browserPath'));
  host = await hostPages(inject('packageFolder'));
});

afterAll(async () => {
  await browser.close();
  host.close();
});

async function look<Seen>(
  opening: Opening,
  see: (page: Awaited<ReturnType<typeof open>>['page']) => Promise<Seen>,
): Promise<Seen> {
  const { page, complaints } = await open(browser, host, opening);
  try {
    await page.getByRole('textbox').waitFor();
    const seen = await see(page);
    expect(complaints).toEqual([]);
    return seen;
  } finally {
    await page.close();
  }
}

const full = 'to="+1 ••• ••• 0123" resend-after="30" channels="voice email" error="wrong_code"';

test.each([
  { colorScheme: 'light', lang: 'en' },
  { colorScheme: 'dark', lang: 'de' },
  { colorScheme: 'light', lang: 'ar' },
] as const)('axe finds nothing serious: %o', async (opening) => {
  const found = await look({ ...opening, attributes: full, bypassCSP: true }, async (page) => {
    await page.locator('summary').click();
    return audit(page);
  });
  expect(found).toEqual([]);
});

test('a page in Arabic reads from the right, its digits and addresses from the left', async () => {
  const seen = await look({ lang: 'ar', attributes: full }, async (page) => {
    await page.getByText('الرمز').first().waitFor();
    return page.evaluate(() => {
      const shadow = document.querySelector('countersign-code')?.shadowRoot;
      const root = shadow?.firstElementChild as HTMLElement;
      const input = shadow?.querySelector('input');
      const place = input?.getBoundingClientRect();
      const around = root.getBoundingClientRect();
      return {
        lang: root.lang,
        direction: getComputedStyle(root).direction,
        ofDigits: input && getComputedStyle(input).direction,
        isAtTheRight:
          place && Math.abs(place.right - around.right) < 10 && place.left > around.left + 50,
        hint: shadow?.querySelector('#hint')?.textContent,
      };
    });
  });
  expect(seen).toEqual({
    ...{ lang: 'ar', direction: 'rtl', ofDigits: 'ltr', isAtTheRight: true },
    hint: 'أدخل الرمز الذي أرسلناه إلى \u2066+1\u00a0•••\u00a0•••\u00a00123\u2069.',
  });
});

test('it speaks the language that is set later', async () => {
  await look({ lang: 'en' }, async (page) => {
    await page.evaluate(() =>
      document.querySelector('countersign-code')?.setAttribute('lang', 'fr'),
    );
    await page.getByText('Saisissez le code que nous vous avons envoyé.').waitFor();
  });
});

test('brands colour it by properties and parts', async () => {
  const seen = await look({ bodyClass: 'brand', attributes: 'resend-after="0"' }, (page) =>
    page.evaluate(() => {
      const shadow = document.querySelector('countersign-code')?.shadowRoot;
      const of = (part: string) => getComputedStyle(shadow?.querySelector(`.${part}`) as Element);
      return [of('resend').color, of('input').borderRadius, of('label').textTransform];
    }),
  );
  expect(seen).toEqual(['rgb(200, 0, 100)', '0px', 'uppercase']);
});

test('its colours are those of the page’s scheme', async () => {
  const background = (opening: Opening) =>
    look(opening, (page) =>
      page.getByRole('textbox').evaluate((input) => getComputedStyle(input).backgroundColor),
    );
  expect(await background({ colorScheme: 'light' })).toBe('rgb(255, 255, 255)');
  expect(await background({ colorScheme: 'dark' })).toBe('rgb(18, 21, 27)');
  expect(await background({ colorScheme: 'light', attributes: 'theme="dark"' })).toBe(
    'rgb(18, 21, 27)',
  );
});

test('nothing moves for those who asked for less motion', async () => {
  const moving = (reducedMotion: 'reduce' | 'no-preference') =>
    look({ reducedMotion, attributes: 'error="wrong_code"' }, (page) =>
      page.getByRole('textbox').evaluate((input) => getComputedStyle(input).animationName),
    );
  expect(await moving('no-preference')).toBe('shake');
  expect(await moving('reduce')).toBe('none');
});

test.each([4, 6, 8, 10])('a code of %i digits fits a narrow phone', async (length) => {
  const opening = {
    attributes: `length="${length}" alphanumeric`,
    viewport: { width: 320, height: 600 },
  };
  const seen = await look(opening, async (page) => {
    await page.getByRole('textbox').pressSequentially('W'.repeat(length));
    return page.evaluate(() => {
      const input = document.querySelector('countersign-code')?.shadowRoot?.querySelector('input');
      return {
        isPageScrolling: document.documentElement.scrollWidth > innerWidth,
        isFieldScrolled: (input?.scrollLeft ?? 0) > 0,
      };
    });
  });
  expect(seen).toEqual({ isPageScrolling: false, isFieldScrolled: false });
});
