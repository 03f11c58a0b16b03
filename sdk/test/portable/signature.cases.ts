import { verifyCallback, verifyWebhook, WebhookError } from 'countersign/server';
import { type Case, equal, thrown } from './check.ts';

/** The example of the Standard Webhooks libraries (github.com/standard-webhooks/standard-webhooks). */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const payload = '{"test": 2432232314}';
const now = 1_614_265_330;
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(now),
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const forged = `v1,${btoa('x'.repeat(32))}`;

async function refusal(work: () => Promise<unknown>): Promise<string> {
  const error = await thrown(work);
  if (error instanceof WebhookError) return error.code;
  throw error;
}

function verify(given: Record<string, string | string[] | undefined>, body = payload, at = now) {
  return verifyWebhook(body, { ...headers, ...given }, secret, { now: at });
}

const webhookCases: readonly Case[] = [
  {
    name: 'the published example is believed',
    async run() {
      equal(await verify({}), {
        ...{ id: headers['webhook-id'], timestamp: now, event: { test: 2_432_232_314 } },
      });
    },
  },
  {
    name: 'headers may be an object of any case or Headers, the payload bytes',
    async run() {
      const upper = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
      );
      const bytes = new TextEncoder().encode(payload);
      await verifyWebhook(bytes, new Headers(headers), secret, { now });
      await verifyWebhook(bytes.buffer, upper, secret, { now });
      // As a part of a larger buffer, which is how Node hands bodies out.
      const part = new Uint8Array([0, ...bytes, 0]).subarray(1, bytes.length + 1);
      await verifyWebhook(part, upper, secret.replace('whsec_', ''), { now });
    },
  },
  {
    name: 'while a secret is changed, one right signature by one right secret is enough',
    async run() {
      await verifyWebhook(payload, headers, [other, secret], { now });
      await verify({ 'webhook-signature': `${forged} ${headers['webhook-signature']}` });
      await verify({ 'webhook-signature': `v1a,AAAA ${headers['webhook-signature']}` });
    },
  },
  {
    name: 'another secret, body, id or time is not believed',
    async run() {
      const wrong = 'wrong_signature';
      equal(await refusal(() => verifyWebhook(payload, headers, other, { now })), wrong);
      equal(await refusal(() => verify({}, '{"test": 2432232315}')), wrong);
      equal(await refusal(() => verify({ 'webhook-id': 'msg_2' })), wrong);
      equal(await refusal(() => verify({ 'webhook-timestamp': String(now + 1) })), wrong);
      equal(await refusal(() => verify({ 'webhook-signature': forged })), wrong);
    },
  },
  {
    name: 'a request that is kept and sent again later is too old, one from the future too',
    async run() {
      await verify({}, payload, now + 299);
      await verify({}, payload, now - 299);
      equal(await refusal(() => verify({}, payload, now + 301)), 'too_old');
      equal(await refusal(() => verify({}, payload, now - 301)), 'too_old');
      const strict = { now: now + 20, toleranceSeconds: 10 };
      equal(await refusal(() => verifyWebhook(payload, headers, secret, strict)), 'too_old');
      // The clock of the machine is the one that counts.
      equal(await refusal(() => verifyWebhook(payload, headers, secret)), 'too_old');
    },
  },
  {
    name: 'headers that are missing, come twice or are malformed are refused',
    async run() {
      for (const name of Object.keys(headers)) {
        equal(await refusal(() => verify({ [name]: undefined })), 'missing_header');
        equal(await refusal(() => verify({ [name]: ['a', 'b'] })), 'missing_header');
      }
      const malformed = 'malformed_header';
      for (const time of ['soon', '1e9', '-1', '16142653300000000', `${now}.5`]) {
        equal(await refusal(() => verify({ 'webhook-timestamp': time })), malformed);
      }
      for (const signature of ['v1a,AAAA', 'v1', 'v1,@@', 'g0hM9SsE+OTPJTGt']) {
        equal(await refusal(() => verify({ 'webhook-signature': signature })), malformed);
      }
    },
  },
  {
    name: 'a secret that is none is a mistake of the program',
    async run() {
      for (const none of ['', 'whsec_', 'whsec_@@']) {
        const error = await thrown(() => verifyWebhook(payload, headers, none, { now }));
        equal(error instanceof TypeError, true);
      }
    },
  },
];

const signatureSecret = 'a signature secret';
const callback = '{"request_id":"c11236f4","status":"completed"}';

function encode(bytes: Uint8Array | string): string {
  const text = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

async function sign(claims: object, alg = 'HS256', key = signatureSecret): Promise<string> {
  const { subtle } = crypto;
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = new TextEncoder().encode(key);
  const imported = await subtle.importKey('raw', bytes, hmac, false, ['sign']);
  const body = `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${encode(JSON.stringify(claims))}`;
  const mark = await subtle.sign('HMAC', imported, new TextEncoder().encode(body));
  return `${body}.${encode(new Uint8Array(mark))}`;
}

const good = {
  iat: now,
  iss: 'Vonage',
  // sha256sum of the callback
  payload_hash: '225536179fee961d7d4735bf1480ddeb57e52b6aaac70a456cc8da113dba45ea',
};

function believe(token: string, body = callback) {
  return verifyCallback(body, { authorization: `Bearer ${token}` }, signatureSecret, { now });
}

const callbackCases: readonly Case[] = [
  {
    name: 'a callback signed for this body is believed',
    async run() {
      equal(await believe(await sign(good)), JSON.parse(callback));
    },
  },
  {
    name: 'a callback of another body, secret, algorithm or time is not',
    async run() {
      const wrong = 'wrong_signature';
      const token = await sign(good);
      equal(await refusal(() => believe(token, `${callback} `)), wrong);
      const foreign = await sign(good, 'HS256', 'another secret');
      equal(await refusal(() => believe(foreign)), wrong);
      const loose = await sign(good, 'none');
      equal(await refusal(() => believe(loose)), wrong);
      const unsigned = `${token.split('.').slice(0, 2).join('.')}.`;
      equal(await refusal(() => believe(unsigned)), wrong);
      const old = await sign({ ...good, iat: now - 400 });
      equal(await refusal(() => believe(old)), 'too_old');
      const over = await sign({ ...good, exp: now - 1 });
      equal(await refusal(() => believe(over)), 'too_old');
      const unbound = await sign({ iat: now });
      equal(await refusal(() => believe(unbound)), wrong);
    },
  },
  {
    name: 'what is no token is refused as such',
    async run() {
      equal(await refusal(() => believe('a.b')), 'malformed_header');
      equal(await refusal(() => believe('@.@.@')), 'malformed_header');
      equal(await refusal(() => verifyCallback(callback, {}, signatureSecret)), 'missing_header');
      const empty = await thrown(() => verifyCallback(callback, {}, ''));
      equal(empty instanceof TypeError, true);
    },
  },
];

export const signatureCases = [...webhookCases, ...callbackCases];
