/** The signature debugger for events: what developers paste, and what usually went wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { clock, createWorkbench, type Workbench } from '../../test-support/workbench.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { createHttpClient } from '../kernel/http-client.ts';
import { createEndpointDesk, type EndpointDesk } from './endpoints/endpoint-desk.ts';
import { explainSignature } from './explain-signature.ts';
import { signStandard, standardBase, standardHeaders } from './standard-signature.ts';

let database: TestDatabase;
let bench: Workbench;
let desk: EndpointDesk;
let endpointId: string;
let secret: string;
const body = '{"id":"evt_1","type":"verification.started"}';
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
  const { keyRing, application } = bench;
  const directory = createApplicationDirectory({ db: database.db, keyRing });
  const httpClient = createHttpClient();
  desk = createEndpointDesk({ db: database.db, keyRing, clock, httpClient, directory });
  const made = await desk.create({
    ...{ application, actor: 'operator:1' },
    endpoint: { url: 'http://127.0.0.1:9/hook?token=hush' },
  });
  endpointId = made.endpoint.id;
  secret = made.secret;
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const explain = (text: string) => {
  const { keyRing, application } = bench;
  const directory = createApplicationDirectory({ db: database.db, keyRing });
  return explainSignature({ db: database.db, keyRing, directory, clock }, { application, text });
};
const headers = (now = clock.now(), key = secret) =>
  Object.entries(standardHeaders([key], { id: 'evt_1', body, now })).map(
    ([name, value]) => `${name}: ${value}`,
  );
const pasted = (lines: readonly string[], text = body) => [...lines, '', text].join('\n');

test('the vector of the specification is signed as its libraries do', () => {
  // https://github.com/standard-webhooks/standard-webhooks, libraries/javascript/src/index.test.ts
  const base = standardBase({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: '{"test": 2432232314}',
  });
  expect(signStandard('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', base)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
});

describe('what was pasted is', () => {
  test('ours, and for whom, without the query of its URL', async () => {
    const told = await explain(pasted(['POST /hook HTTP/1.1', ...headers(), 'accept: */*']));
    expect(told).toMatchObject({ algorithm: 'standard-webhooks', ageSeconds: expect.any(Number) });
    expect(told.findings).toEqual(['Signed for 127.0.0.1:9 with its current secret.']);
    expect(told.baseString).toMatch(/^evt_1\.\d{10}\.\{"id"/);
    expect(JSON.stringify(told)).not.toMatch(/hush|whsec_|v1,/);
  });

  test('ours by the secret before, while that signs too', async () => {
    const before = headers();
    const { application } = bench;
    const act = { application, actor: 'operator:1', endpointId };
    ({ secret } = await desk.rotateSecret({ ...act, overlapSeconds: 60 }));
    const told = await explain(pasted(before));
    expect(told.findings).toEqual(['Signed for 127.0.0.1:9 with its previous secret.']);
  });

  test('written anew on its way', async () => {
    const told = await explain(pasted(headers(), JSON.stringify(JSON.parse(body), null, 2)));
    expect(told.algorithm).toBeNull();
    expect(told.findings[0]).toContain('parsed and written anew');
  });

  test('ours but for a line break at its end', async () => {
    const told = await explain(pasted(headers(), `${body}\n`));
    expect(told.findings[0]).toContain('without the line break');
  });

  test.each([
    ['another body', (lines: string[]) => pasted(lines, body.replace('started', 'failed'))],
    ['another id', (lines: string[]) => pasted(lines).replace('evt_1', 'evt_2')],
    [
      'a secret of nobody',
      () => pasted(headers(undefined, `whsec_${Buffer.alloc(32).toString('base64')}`)),
    ],
  ])('not ours: %s', async (_what, change) => {
    const told = await explain(change(headers()));
    expect(told.algorithm).toBeNull();
    expect(told.findings[0]).toContain('not ours');
  });

  test('old', async () => {
    const told = await explain(pasted(headers(new Date(Date.now() - 301_000))));
    expect(told.findings.at(-1)).toContain('more than five minutes');
  });

  test('without a header that it needs', async () => {
    const told = await explain(pasted(headers().slice(0, 2)));
    expect(told.findings).toContain('There is no `webhook-signature` header.');
  });

  test('refused without a body', async () => {
    await expect(explain(headers().join('\n'))).rejects.toThrow('invalid_parameter');
  });
});
