/** The samples of the other languages that the console prints, run as they are printed. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  groupNames,
  printedBy,
  printedForStarters,
  type StarterLanguage,
  starterLanguages,
} from '../samples/printed.ts';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { runToEnd, Scratch } from '../support/programs.ts';
import { waitForMessages } from '../support/sandbox.ts';

let application: TestApplication;
beforeAll(async () => {
  application = await createApplication();
});

const programs: Readonly<Record<StarterLanguage, readonly [program: string, file: string]>> = {
  curl: ['bash', 'sample.sh'],
  Node: [process.execPath, 'sample.mjs'],
  Python: ['python3', 'sample.py'],
  PHP: ['php', 'sample.php'],
  Ruby: ['ruby', 'sample.rb'],
};

async function runSample(language: StarterLanguage, text: string): Promise<string> {
  using scratch = new Scratch();
  const [program, name] = programs[language];
  const file = scratch.write(name, text);
  return await runToEnd('env', [`API_SECRET=${application.apiSecret}`, program, file]);
}

async function codeTo(number: string): Promise<string> {
  const [message] = await waitForMessages(number, 1, application);
  return message?.code ?? '';
}

const idIn = (output: string) => /[0-9a-f]{32}/.exec(output)?.[0] ?? '';

describe.each(starterLanguages)('Get started in %s', (language) => {
  test('verifies a number', async () => {
    const { number, texts } = printedForStarters(application, 'verify', language);
    const [start = '', check = ''] = texts;
    const id = idIn(await runSample(language, start));
    const right = check.replace('REQUEST_ID', id).replace('1234', await codeTo(number));
    expect(await runSample(language, right)).toMatch(/event_id/);
  });

  test('sends an own code', async () => {
    const { number, texts } = printedForStarters(application, 'two-factor', language);
    await runSample(language, texts[0] ?? '');
    expect(await codeTo(number)).toBe('4712');
  });
});

describe('the room Developers by curl', () => {
  test.each(groupNames)('%s: the first call is taken', async (group) => {
    const { number, texts } = printedBy(application, group, 'curl');
    await runSample('curl', texts[0] ?? '');
    expect(await codeTo(number)).toMatch(/^\d{4,6}$/);
  });

  test('a code is checked', async () => {
    const { number, texts } = printedBy(application, 'native', 'curl');
    const [start = '', check = ''] = texts;
    const { id } = JSON.parse(await runSample('curl', start)) as { id: string };
    const code = await codeTo(number);
    const answer = await runSample('curl', check.replace('$ID', id).replace('1234', code));
    expect(JSON.parse(answer)).toMatchObject({ is_verified: true });
  });
});
