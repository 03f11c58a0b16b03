/** Requests of clients that cannot run here, replayed. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { mediaType, parseObject, send } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { addPublicKey } from '../support/public-keys.ts';
import { basicAuthorization } from '../support/server.ts';
import { signToken } from '../support/tokens.ts';
import { codeTo, startV2, UUID, v2 } from '../support/verify-v2.ts';
import { keyPair } from '../support/verify2-clients.ts';
import { type RecordedV2, recordedRequests } from './recorded-requests.ts';

let application: TestApplication;
let applicationId: string;
let spareTemplate: string;
beforeAll(async () => {
  application = await createApplication();
  applicationId = await addPublicKey(application, keyPair.publicKey);
});

let count = 0;
async function createTemplate(): Promise<string> {
  count += 1;
  const { body, raw } = await v2('POST', '/templates', { name: `made-${count}` }, application);
  expect(raw.status, raw.text).toBe(201);
  return String(body.template_id);
}

type Values = Readonly<Record<string, string>>;

async function prepare({ path, method }: RecordedV2): Promise<Values> {
  const values: Record<string, string> = {
    key: application.apiKey,
    secret: application.apiSecret,
    basic: basicAuthorization(application.apiKey, application.apiSecret),
    bearer: `Bearer ${signToken({ applicationId, privateKey: keyPair.privateKey })}`,
    number: freshNumber(),
    name: `t-${freshNumber()}`,
  };
  if (path.includes('{{id}}')) {
    const to = freshNumber();
    const workflow = [
      { channel: 'sms', to },
      { channel: 'voice', to },
    ];
    const { id } = await startV2({ workflow }, application);
    Object.assign(values, { id, code: await codeTo(to, 1, application) });
  }
  if (path.startsWith('/templates')) {
    // The default one stays: the others come and go.
    spareTemplate ??= await createTemplate();
    if (path.includes('{{template}}')) {
      values.template = await createTemplate();
      if (method === 'GET') values.template = spareTemplate;
    }
  }
  return values;
}

function fill(template: string, values: Values): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing to fill {{${name}}} with`);
    return value;
  });
}

/** Placeholders replaced, regular expressions and `{{uuid}}` turned into matchers. */
function filled(expected: unknown, values: Values): unknown {
  if (expected instanceof RegExp) return expect.stringMatching(expected);
  if (expected === '{{uuid}}') return expect.stringMatching(UUID);
  if (typeof expected === 'string') return fill(expected, values);
  if (Array.isArray(expected)) return expected.map((each) => filled(each, values));
  if (typeof expected !== 'object' || expected === null) return expected;
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => [name, filled(value, values)]),
  );
}

describe('requests of clients that cannot run here', () => {
  test.each(recordedRequests)('$name', async (recorded) => {
    const values = await prepare(recorded);
    const answer = await send({
      method: recorded.method,
      path: `/v2/verify${fill(recorded.path, values)}`,
      headers: Object.fromEntries(
        Object.entries(recorded.headers).map(([name, value]) => [name, fill(value, values)]),
      ),
      ...(recorded.body !== undefined && { body: fill(recorded.body, values) }),
    });
    expect(answer.status, answer.text).toBe(recorded.status);
    if (recorded.expected === undefined) {
      expect(answer.text).toBe('');
      return;
    }
    // Python 3 and Node read a success only when its media type is this one.
    if (answer.status < 300) expect(mediaType(answer)).toBe('application/json');
    expect(parseObject(answer.text)).toMatchObject(filled(recorded.expected, values) as object);
    if (values.template !== undefined && values.template !== spareTemplate) {
      await v2('DELETE', `/templates/${values.template}`, undefined, application);
    }
  });
});
