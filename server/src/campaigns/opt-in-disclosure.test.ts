import { describe, expect, test } from 'vitest';
import { type DisclosureRequest, makeOptInDisclosure } from './opt-in-disclosure.ts';

const details = {
  programme: 'Sign-in codes',
  description: 'A code to sign in with',
  frequency: 'no more than 2 msgs/day',
  termsUrl: 'http://url.to/your_t&c.html',
  privacyUrl: 'http://url.to/your_privacypolicy.html',
};
const make = (changes: Partial<DisclosureRequest> = {}) =>
  makeOptInDisclosure({ company: 'Acme', code: '98765', details, language: 'en', ...changes });

describe('the text', () => {
  test('says what the vendor’s example says', () => {
    expect(make().text).toBe(
      [
        'Acme Sign-in codes: A code to sign in with.',
        'You will receive no more than 2 msgs/day.',
        'To opt out at any time, send STOP to 98765.',
        'To receive more information, send HELP to 98765.',
        'Message and data rates may apply.',
        'The terms and conditions can be viewed at http://url.to/your_t&c.html.',
        'Our Privacy Policy can be reviewed at http://url.to/your_privacypolicy.html.',
      ].join('\n'),
    );
  });

  test('says it in Spanish, with the same keywords', () => {
    expect(make({ language: 'es' }).text).toBe(
      [
        'Acme Sign-in codes: A code to sign in with.',
        'Recibirá como máximo 2 mensajes al día.',
        'Para darse de baja en cualquier momento, envíe STOP al 98765.',
        'Para recibir más información, envíe HELP al 98765.',
        'Pueden aplicarse tarifas por mensajes y datos.',
        'Los términos y condiciones pueden consultarse en http://url.to/your_t&c.html.',
        'Nuestra política de privacidad puede consultarse en http://url.to/your_privacypolicy.html.',
      ].join('\n'),
    );
  });

  test.each([
    ['2 msgs/day', 'no more than 2 msgs/day', 'como máximo 2 mensajes al día'],
    [
      'One message per sign-in.',
      'no more than 1 msg per sign-in',
      'máximo 1 mensaje por cada inicio',
    ],
    ['up to 4 messages a month', 'no more than 4 msgs/month', 'como máximo 4 mensajes al mes'],
    ['You will receive 1 text per request', '1 msg per request', '1 mensaje por cada solicitud'],
    ['it varies', 'Message frequency: it varies.', 'Frecuencia de los mensajes: it varies.'],
  ])('the frequency %j reads %j and %j', (frequency, english, spanish) => {
    const changed = { details: { ...details, frequency } };
    expect(make(changed).text).toContain(english);
    expect(make({ ...changed, language: 'es' }).text).toContain(spanish);
  });

  test('a name that has the company in it is not doubled', () => {
    const named = { details: { ...details, programme: 'Acme alerts' } };
    expect(make(named).text).toMatch(/^Acme alerts: A code/);
  });

  test('what the campaign does not say is left blank and named', () => {
    const { text, incomplete } = make({ details: {} });
    expect(incomplete).toEqual(['description', 'frequency', 'terms', 'privacy']);
    expect(text).toContain('The terms and conditions can be viewed at [address of the terms].');
    expect(text).toContain('Message frequency: [how many messages');
    expect(make().incomplete).toEqual([]);
  });
});

describe('the HTML', () => {
  test('is a labelled section in its language with real links', () => {
    const { html } = make();
    expect(html).toMatch(/^<section lang="en" aria-label="About these text messages">/);
    expect(html).toContain('<a href="http://url.to/your_t&amp;c.html">terms and conditions</a>');
    expect(html).toContain('send STOP to 98765');
  });

  test('nothing the applicant wrote becomes markup', () => {
    const hostile = '"><img src=x onerror=alert(1)><script>\'&';
    const { html, component } = make({
      company: hostile,
      code: hostile,
      details: { programme: hostile, description: hostile, frequency: hostile },
    });
    for (const written of [html, component.markup]) {
      expect(written).not.toMatch(/<(img|script)/);
      expect(written).toContain('&lt;img src=x onerror=alert(1)&gt;');
    }
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'terms.html', 'http://'])(
    'the address %j becomes no link',
    (termsUrl) => {
      const { html, incomplete } = make({ details: { ...details, termsUrl } });
      expect(html.match(/<a /g)).toHaveLength(1);
      expect(html).not.toContain(`"${termsUrl}"`);
      expect(incomplete).toEqual(['terms']);
    },
  );
});

test('the component carries every language, shows the wanted one and loads nothing', () => {
  const { markup, script } = make({ language: 'es' }).component;
  expect(markup).toMatch(/^<countersign-opt-in>\n<section lang="es" aria-label="[^"]+">/);
  expect(markup).toMatch(/<section lang="en" aria-label="[^"]+" hidden>/);
  expect(script).not.toMatch(/fetch|import|XMLHttp|innerHTML|https?:/);
  expect(script.length).toBeLessThan(1_500);
});
