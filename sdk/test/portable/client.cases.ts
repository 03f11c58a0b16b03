import { CountersignError, createClient } from 'countersign/server';
import { type Case, equal, thrown } from './check.ts';
import { fakeServer, json, problem, silence, stream } from './fake-server.ts';

const soon = { 'retry-after': '0' };
const busy = () => problem(503, { code: 'unavailable' }, soon);
const id = '0198f0a0-0000-7000-8000-000000000001';

async function failure(work: () => Promise<unknown>): Promise<CountersignError> {
  const error = await thrown(work);
  if (error instanceof CountersignError) return error;
  throw error;
}

export const clientCases: readonly Case[] = [
  {
    name: 'a call is a request with credentials, a body and an idempotency key',
    async run() {
      const { asked, client } = fakeServer(json({ id }, 201));
      const answer = await client.verifications.start({ to: '14155550123', brand: 'Acme' });
      equal(answer, { id });
      const [{ method, url, headers, body } = fail()] = asked;
      equal([method, url], ['POST', 'https://verify.example.com/v1/verifications']);
      equal(body, '{"to":"14155550123","brand":"Acme"}');
      equal(headers.get('authorization'), `Basic ${btoa('abc123:s3cret/Ã¼')}`);
      equal(headers.get('content-type'), 'application/json');
      equal(/^[\da-f-]{36}$/.test(headers.get('idempotency-key') ?? ''), true);
    },
  },
  {
    name: 'a maker of tokens is asked before each try, and no secret is needed',
    async run() {
      const { asked, fetch } = fakeServer(busy(), json({ id }));
      let made = 0;
      const client = createClient({
        baseUrl: 'https://verify.example.com',
        token: async () => {
          made += 1;
          return `header.payload.${made}`;
        },
        fetch,
      });
      await client.verifications.get({ verification_id: id });
      equal(
        asked.map(({ headers }) => headers.get('authorization')),
        ['Bearer header.payload.1', 'Bearer header.payload.2'],
      );
    },
  },
  {
    name: 'members named in the path go there, escaped; the others stay in the body',
    async run() {
      const { asked, client } = fakeServer(json({}));
      await client.verifications.check({ verification_id: 'a/b', code: '123456' });
      equal(asked[0]?.url, 'https://verify.example.com/v1/verifications/a%2Fb/check');
      equal(asked[0]?.body, '{"code":"123456"}');
    },
  },
  {
    name: 'an empty member of the path is refused before anything is sent',
    async run() {
      const { asked, client } = fakeServer();
      const error = await thrown(() => client.keys.revoke({ key_id: '' }));
      equal([error instanceof TypeError, asked.length], [true, 0]);
    },
  },
  {
    name: 'what is read has its filters in the query and no idempotency key',
    async run() {
      const { asked, client } = fakeServer(json({ items: [], next_cursor: null }));
      await client.verifications.list({ status: 'failed', limit: 5, to: undefined }).page();
      equal(asked[0]?.url, 'https://verify.example.com/v1/verifications?status=failed&limit=5');
      equal([asked[0]?.headers.get('idempotency-key'), asked[0]?.body], [null, undefined]);
    },
  },
  {
    name: 'a try that failed in passing is repeated under the same idempotency key',
    async run() {
      const { asked, client } = fakeServer(busy(), new TypeError('reset'), json({ id }, 201));
      equal(await client.verifications.start({ to: '14155550123', brand: 'Acme' }), { id });
      const keys = new Set(asked.map(({ headers }) => headers.get('idempotency-key')));
      equal([asked.length, keys.size, asked[0]?.body === asked[2]?.body], [3, 1, true]);
    },
  },
  {
    name: 'two calls have two idempotency keys, and the caller may bring one',
    async run() {
      const { asked, client } = fakeServer(json({}), json({}), json({}));
      await client.verifications.cancel({ verification_id: id });
      await client.verifications.cancel({ verification_id: id });
      await client.verifications.cancel({ verification_id: id }, { idempotencyKey: 'order-7' });
      const keys = asked.map(({ headers }) => headers.get('idempotency-key'));
      equal([new Set(keys).size, keys[2]], [3, 'order-7']);
    },
  },
  {
    name: 'after the last try the error says what the server said',
    async run() {
      const { asked, client } = fakeServer(busy(), busy(), busy());
      const error = await failure(() => client.application.get());
      equal([asked.length, error.code, error.status], [3, 'unavailable', 503]);
    },
  },
  {
    name: 'retries: 0 tries once',
    async run() {
      const { asked, client } = fakeServer(busy());
      await failure(() => client.application.get(undefined, { retries: 0 }));
      equal(asked.length, 1);
    },
  },
  {
    name: 'a refusal is not repeated and carries the problem',
    async run() {
      const members = { parameter: 'to', reason: 'is running', verification_id: id };
      const { asked, client } = fakeServer(problem(409, { code: 'conflict', ...members }));
      const start = () => client.verifications.start({ to: '14155550123', brand: 'Acme' });
      const error = await failure(start);
      equal([asked.length, error.code, error.status], [1, 'conflict', 409]);
      equal([error.parameter, error.reason], ['to', 'is running']);
      equal(error.problem?.verification_id, id);
      equal([error.message, error.name], ['No: to is running', 'CountersignError']);
    },
  },
  {
    name: 'a conflict with a time to wait is the own first try, still being answered',
    async run() {
      const running = problem(409, { code: 'conflict' }, soon);
      const { asked, client } = fakeServer(running, json({ id }));
      await client.verifications.resend({ verification_id: id });
      equal(asked.length, 2);
    },
  },
  {
    name: 'told to wait for long, the call fails at once and says how long',
    async run() {
      const limited = problem(429, { code: 'rate_limited' }, { 'retry-after': '600' });
      const { asked, client } = fakeServer(limited);
      const error = await failure(() => client.application.get());
      equal([asked.length, error.code, error.retryAfterSeconds], [1, 'rate_limited', 600]);
    },
  },
  {
    name: 'Retry-After may be a date',
    async run() {
      const date = new Date(Date.now() + 100_000).toUTCString();
      const { client } = fakeServer(
        problem(429, { code: 'rate_limited' }, { 'retry-after': date }),
      );
      const { retryAfterSeconds = 0 } = await failure(() => client.application.get());
      equal(retryAfterSeconds > 90 && retryAfterSeconds <= 100, true);
    },
  },
  {
    name: 'no answer at all is a network error with its cause',
    async run() {
      const cause = new TypeError('refused');
      const { client } = fakeServer(cause);
      const error = await failure(() => client.application.get(undefined, { retries: 0 }));
      equal([error.code, error.status, error.cause === cause], ['network', 0, true]);
    },
  },
  {
    name: 'a try without an answer ends after its time',
    async run() {
      const { asked, client } = fakeServer(silence, json({ id: 1 }));
      await client.application.get(undefined, { timeoutMilliseconds: 20 });
      equal(asked.length, 2);
      const late = fakeServer(silence);
      const options = { timeoutMilliseconds: 20, retries: 0 };
      const error = await failure(() => late.client.application.get(undefined, options));
      equal(error.code, 'timeout');
    },
  },
  {
    name: 'a signal ends a call: before it, during a try, and while it waits for another',
    async run() {
      const before = fakeServer(silence);
      const over = { signal: AbortSignal.abort(new Error('gone')) };
      equal((await failure(() => before.client.application.get(undefined, over))).code, 'aborted');

      const during = fakeServer(silence);
      const call = failure(() =>
        during.client.application.get(undefined, { signal: AbortSignal.timeout(20) }),
      );
      equal([(await call).code, during.asked.length], ['aborted', 1]);

      const wait = { 'retry-after': '15' };
      const waiting = fakeServer(problem(503, { code: 'unavailable' }, wait));
      const started = Date.now();
      const signal = AbortSignal.timeout(20);
      const error = await failure(() => waiting.client.application.get(undefined, { signal }));
      equal([error.code, waiting.asked.length], ['aborted', 1]);
      equal(Date.now() - started < 5_000, true);
    },
  },
  {
    name: 'a list goes through all pages, and asks only for those that are wanted',
    async run() {
      const pages = [
        json({ items: [{ id: 1 }, { id: 2 }], next_cursor: 'b' }),
        json({ items: [], next_cursor: 'c' }),
        json({ items: [{ id: 3 }], next_cursor: null }),
      ];
      const { asked, client } = fakeServer(...pages);
      const seen: unknown[] = [];
      for await (const item of client.messages.list({ limit: 2 })) {
        seen.push(item.id);
        if (seen.length === 2) equal(asked.length, 1);
      }
      equal(seen, [1, 2, 3]);
      const queries = asked.map(({ url }) => new URL(url).search);
      equal(queries, ['?limit=2', '?limit=2&cursor=b', '?limit=2&cursor=c']);
    },
  },
  {
    name: 'a list that is left early asks no further, and one page can be had alone',
    async run() {
      const { asked, client } = fakeServer(json({ items: [{ id: 1 }], next_cursor: 'b' }));
      for await (const _ of client.messages.list()) break;
      equal(asked.length, 1);
      const one = fakeServer(json({ items: [{ id: 1 }], next_cursor: 'b' }));
      equal((await one.client.messages.list({ cursor: 'a' }).page()).next_cursor, 'b');
      equal(one.asked[0]?.url.endsWith('?cursor=a'), true);
    },
  },
  {
    name: 'a server that names the same page again does not hold the caller for ever',
    async run() {
      const same = () => json({ items: [{ id: 1 }], next_cursor: 'b' });
      const { asked, client } = fakeServer(same(), same());
      let count = 0;
      for await (const _ of client.messages.list()) count += 1;
      equal([count, asked.length], [2, 2]);
    },
  },
  {
    name: 'the list of events goes on behind the last one, until there is nothing more yet',
    async run() {
      const { asked, client } = fakeServer(
        json({ items: [{ id: 'e1' }], next_cursor: 'b', has_more: true }),
        json({ items: [], next_cursor: 'c', has_more: true }),
        json({ items: [{ id: 'e2' }], next_cursor: 'd', has_more: false }),
      );
      const seen: unknown[] = [];
      for await (const { items, next_cursor } of client.events.list({ after: 'a' }).pages()) {
        seen.push([items.map(({ id: name }) => name), next_cursor]);
      }
      const wanted = [
        [['e1'], 'b'],
        [[], 'c'],
        [['e2'], 'd'],
      ];
      equal(seen, wanted);
      const queries = asked.map(({ url }) => new URL(url).search);
      equal(queries, ['?after=a', '?after=b', '?after=c']);
    },
  },
  {
    name: 'a stream of events comes back after a break, behind the event it gave last',
    async run() {
      const event = (name: string) => `id: ${name}\nevent: x\ndata: {"id":"${name}"}\n\n`;
      const { asked, client } = fakeServer(
        stream('retry: 1000\n\n', ': beat\n\n', event('e1').slice(0, 9), event('e1').slice(9)),
        new TypeError('reset'),
        stream(event('e2')),
        stream(),
      );
      const controller = new AbortController();
      const seen: unknown[] = [];
      const { signal } = controller;
      for await (const { id: name } of client.events.follow({ after: 'e0' }, { signal })) {
        seen.push(name);
        if (name === 'e2') controller.abort();
      }
      equal(seen, ['e1', 'e2']);
      const queries = asked.map(({ url }) => new URL(url).search);
      equal(queries, ['?after=e0', '?after=e1', '?after=e1']);
    },
  },
  {
    name: 'a stream that is refused says so and does not come back',
    async run() {
      const { asked, client } = fakeServer(problem(401, { code: 'invalid_credentials' }));
      const error = await failure(async () => {
        for await (const _ of client.events.follow()) break;
      });
      equal([asked.length, error.code], [1, 'invalid_credentials']);
    },
  },
  {
    name: 'an answer without content is nothing',
    async run() {
      const { client } = fakeServer(new Response(null, { status: 204 }));
      equal(await client.workflows.delete({ name: 'short' }), undefined);
    },
  },
  {
    name: 'an answer that no Countersign server gives is called that',
    async run() {
      const page = () => new Response('<h1>hello</h1>', { status: 200 });
      const gone = () => new Response('<h1>gone</h1>', { status: 404 });
      for (const [answer, status] of [
        [page(), 200],
        [gone(), 404],
        [json(null, 400), 400],
      ] as const) {
        const { client } = fakeServer(answer);
        const error = await failure(() => client.application.get(undefined, { retries: 0 }));
        equal([error.code, error.status], ['not_countersign', status]);
      }
    },
  },
  {
    name: 'neither the client nor an error tells the secret or the code',
    async run() {
      const { client } = fakeServer(problem(422, { code: 'invalid_parameter', parameter: 'code' }));
      const error = await failure(() =>
        client.verifications.check({ verification_id: id, code: '987654' }),
      );
      const told = [JSON.stringify(client), JSON.stringify(error), String(error), error.stack];
      equal(
        told.some((text) => /s3cret|987654/.test(text ?? '')),
        false,
      );
    },
  },
  {
    name: 'without a fetch of its own the client takes the runtime’s',
    async run() {
      const client = createClient({ baseUrl: 'http://127.0.0.1:1', apiKey: 'a', apiSecret: 'b' });
      const error = await failure(() => client.application.get(undefined, { retries: 0 }));
      equal(error.code, 'network');
    },
  },
];

function fail(): never {
  throw new Error('nothing was asked');
}
