/** Every Node sample that the console prints runs as it is printed, from the first call to the yes. */
import { generateKeyPairSync } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findNode, root } from '../../tools/node.mjs';
import { callAdmin, createApplication, type TestApplication } from '../support/admin.ts';
import { runToEnd, Scratch } from '../support/programs.ts';
import { sandbox } from '../support/server.ts';
import { HEX32 } from '../support/verify.ts';
import { type GroupName, groupNames, printedBy, printedForStarters } from './printed.ts';

interface Walk {
  /** What stands around the samples: the part of the reader. */
  readonly program: (samples: readonly string[]) => string;
  readonly says: unknown;
}

/** A dialect that the room prints and nobody walks does not compile. */
const walks: Readonly<Record<GroupName, Walk>> = {
  native: {
    program: ([start, check]) => `${start}
const code = await codeOf(number);
const letIn = () => tell('let in');
const showAgain = tell;
${check}`,
    says: 'let in',
  },
  hosted: {
    program: ([make, confirm]) => `${make}
const typed = new URLSearchParams({ code: await codeOf(number) });
const page = await fetch(url, { method: 'POST', body: typed, redirect: 'manual' });
const result = new URL(page.headers.get('location')).searchParams.get('result');
${confirm}
tell('confirmed');`,
    says: 'confirmed',
  },
  'verify-v2': {
    program: ([start, check]) => `${start}
const code = await codeOf(number);
${check}
tell(status);`,
    says: 'completed',
  },
  verify: {
    program: ([start, check]) => `${start}
const code = await codeOf(number);
${check}
tell(status);`,
    says: '0',
  },
  'two-factor': {
    program: ([send]) => `${send}
tell([messages[0].status, await codeOf(number)]);`,
    says: ['0', '4712'],
  },
  verifynow: {
    program: ([send, validate]) => `let verificationId;
{
${send}
verificationId = data.verificationId;
}
const code = await codeOf(number);
${validate}
tell([responseCode, data.verificationStatus]);`,
    says: [200, 'VERIFIED'],
  },
};

let application: TestApplication;
let privateKey: string;
beforeAll(async () => {
  application = await createApplication();
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  privateKey = pair.privateKey;
  const { publicKey } = pair;
  await callAdmin('POST', `/admin/applications/${application.id}/public-keys`, { publicKey });
});

/** What the reader of a sample has beside it: a phone to look at, and a way to say what came of it. */
function helpers(number: string): string {
  return `
const number = '${number}';
const tell = (said) => console.log(JSON.stringify(said));
async function codeOf(to) {
  const authorization = 'Basic ' + btoa('${application.apiKey}:' + process.env.API_SECRET);
  for (;;) {
    const answer = await fetch('${sandbox.baseUrl}/v1/sandbox/messages?to=' + to, { headers: { authorization } });
    const { messages } = await answer.json();
    if (messages.length > 0) return messages[0].code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
`;
}

async function runNode(program: string): Promise<unknown> {
  using scratch = new Scratch();
  symlinkSync(path.join(root, 'node_modules'), path.join(scratch.folder, 'node_modules'));
  const file = scratch.write('sample.mjs', program);
  const secrets = [`API_SECRET=${application.apiSecret}`, `PRIVATE_KEY=${privateKey}`];
  return JSON.parse(await runToEnd('env', [...secrets, findNode(), file]));
}

test.each(groupNames)('the room Developers: %s', async (group) => {
  const { program, says } = walks[group];
  const { number, texts } = printedBy(application, group, 'Node');
  expect(await runNode(`${helpers(number)}${program(texts)}`)).toEqual(says);
});

test('Get started', async () => {
  const logged = (text: string) => text.replace('console.log(', 'tell(');
  const { number, texts } = printedForStarters(application, 'verify', 'Node');
  const [start = '', check = ''] = texts;
  const started = await runNode(helpers(number) + logged(start));
  expect(started).toEqual({ request_id: expect.stringMatching(HEX32), status: '0' });
  const { request_id: id } = started as { request_id: string };
  const checked = await runNode(helpers(number) + logged(check.replace('REQUEST_ID', id)));
  expect(checked).toMatchObject({ request_id: id });
});
