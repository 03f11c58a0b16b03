import { describe, expect, test } from 'vitest';
import { allLanguages, message, testChannel } from '../contract.suite.ts';
import { voice } from './channel.ts';

testChannel(voice, { codeAs: '0 4 1 2 6 7', codeCount: 2 });

const gap = " <break time='300ms' /> ";

describe('voice texts', () => {
  test('English is the wording documented for Nexmo Verify, digits one by one', () => {
    const { text, ssml } = voice.render({ ...message, code: '0412' });
    const said = ['0', '4', '1', '2'].join(gap);
    expect(text).toBe(
      'Please enter your Acme activation code 0 4 1 2, I repeat 0 4 1 2, valid the next 5 minutes.',
    );
    expect(ssml).toBe(
      `<break time='1s' /> Please enter your Acme activation code ${said}, I repeat ${said}, valid the next 5 minutes.`,
    );
  });

  test('letters of a code are said one by one too', () => {
    expect(voice.render({ ...message, code: 'AK-3' }).ssml).toContain(
      ['A', 'K', '-', '3'].join(gap),
    );
  });

  test.each(allLanguages)('the markup in %s is breaks and nothing else', (locale) => {
    const brand = `<speak>&"'</speak>`;
    const { ssml = '' } = voice.render({ ...message, locale, brand });
    expect(ssml).toContain('&lt;speak&gt;&amp;&quot;&apos;&lt;/speak&gt;');
    expect(ssml.replaceAll(/<break time='(1s|300ms)' \/>/g, '')).not.toMatch(/[<>]/);
  });

  test('a template keeps its breaks, any other markup is read as text', () => {
    const template = {
      text: "<break time='1s' /> ${brand} <audio src='http://x'/> ${pin}, again ${pin} & bye",
      parameters: {},
    };
    const { text, ssml } = voice.render({ ...message, code: '12', brand: 'A<b>', template });
    expect(ssml).toBe(
      `<break time='1s' /> A&lt;b&gt; &lt;audio src=&apos;http://x&apos;/&gt; 1${gap}2, again 1${gap}2 &amp; bye`,
    );
    expect(text).toBe("A<b> <audio src='http://x'/> 1 2, again 1 2 & bye");
  });

  test('a value cannot smuggle a break', () => {
    const template = { text: '${pin} ${who}', parameters: { who: "<break time='9s'/>" } };
    expect(voice.render({ ...message, template }).ssml).not.toContain("<break time='9s'/>");
  });
});
