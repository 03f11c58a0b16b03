/** A value in every sealed column there is, and what of it must still be readable at the end. */
import { createHmac } from 'node:crypto';
import { type Findings, InvalidRun } from '../../contract.ts';
import type { Api } from '../../rig/api.ts';
import { openConsole } from '../../rig/console.ts';
import type { Answer, Json } from '../../rig/http.ts';
import { openNative } from '../../rig/native-api.ts';
import { eventually } from '../../rig/parallel.ts';
import type { Receiver } from '../../rig/receiver.ts';
import type { RunningServer } from '../../rig/rig.ts';

const numbers = {
  plain: '447401000001',
  message: '447401000002',
  stopped: '447401000003',
  challenge: '447401000004',
  repeated: '447401000005',
  second: '447401000006',
  own: '447401000007',
};
const words = {
  text: 'Hello of before',
  sender: 'Acme',
  password: 'correct horse battery staple',
  evidence: 'No more please',
};
const idempotencyKey = 'key-of-before';

export interface Belongings {
  /** Of the endpoint that is told of verified codes. */
  readonly endpoint: { readonly id: string; readonly secret: string };
  /** Notes a fault for each thing of before that cannot be read. */
  stillReadable(findings: Findings): Promise<void>;
}

export async function acquire(
  server: RunningServer,
  api: Api,
  receiver: Receiver,
): Promise<Belongings> {
  const native = openNative(api);
  const made = async (path: string, body: Json): Promise<Json> => {
    const { status, json, text } = await native.call('POST', path, body);
    if (status >= 300) throw new InvalidRun(`POST ${path} answered ${status}: ${text}`);
    return json;
  };
  const endpoint = await native.tell(receiver.url, ['verification.verified']);
  const template = await made('/templates', { name: 'of-before' });
  const text = 'Of before: ${code}';
  await made(`/templates/${template.id}/fragments`, { channel: 'sms', locale: 'en-us', text });
  const verification = await made('/verifications', {
    ...{ to: `+${numbers.plain}`, brand: 'Acme', template: 'of-before', code: '271828' },
    workflow: [{ channel: 'sms' }, { channel: 'sms', to: `+${numbers.second}` }],
  });
  const check = await native.call('POST', `/verifications/${verification.id}/check`, {
    code: '271828',
  });
  if (check.status !== 200) throw new InvalidRun(`a code was refused: ${check.text}`);
  const challenge = await made('/challenges', {
    ...{ to: `+${numbers.challenge}`, subject: 's', purpose: 'sign-in', brand: 'Acme' },
    return_url: 'https://acme.example/back',
  });
  await native.call('PUT', `/opt-outs/${numbers.stopped}`, {
    evidence: { text: words.evidence },
  });
  const repeat = () => repeated(api);
  const { json: first } = await repeat();
  await leaveMessages(api, receiver);
  const signInAgain = await enrolOperator(server);
  return {
    endpoint,
    async stillReadable(findings) {
      const shown = await native.call('GET', `/verifications/${verification.id}`);
      findings.equal(shown.json.to, numbers.plain, 'the number of a verification of before');
      const sent = await api.messages(numbers.message);
      const isShown = sent.some(({ text: shownText }) => shownText === words.text);
      findings.expect(isShown, 'what a message of before said is not shown');
      findings.equal((await repeat()).json.id, first.id, 'the answer to a repeated request');
      const { json: hook } = await native.call('GET', `/webhooks/${endpoint.id}`);
      findings.equal(hook.url, receiver.url, 'the URL of an endpoint');
      const ledger = (await native.call('GET', '/consent-entries')).text;
      const isProven = ledger.includes(numbers.stopped) && ledger.includes(words.evidence);
      findings.expect(isProven, 'the ledger of consent does not tell the words of before');
      const page = await api.http.send({ path: new URL(String(challenge.url)).pathname });
      // It is over, and says so with what was sealed for it; one that cannot be read is a fault of ours.
      findings.equal(page.status, 410, 'the hosted page of a challenge of before');
      findings.equal(await signInAgain(), 200, "an operator's sign-in by password and TOTP");
    },
  };
}

/** The same request under the same key. */
function repeated(api: Api): Promise<Answer> {
  const { apiKey, apiSecret } = api.credentials;
  return api.http.send({
    method: 'POST',
    path: '/v1/verifications',
    headers: {
      authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify({ to: `+${numbers.repeated}`, brand: 'Acme', code_life_seconds: 60 }),
  });
}

/** Messages out and in, refused ones, a receipt's URL of its own, and an endpoint that has gone. */
async function leaveMessages(api: Api, receiver: Receiver): Promise<void> {
  const { apiKey: api_key, apiSecret: api_secret } = api.credentials;
  const send = (fields: Record<string, string>): Promise<Answer> =>
    api.http.send({
      method: 'POST',
      path: '/sms/json',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ api_key, api_secret, ...fields }).toString(),
    });
  const { text, sender: from } = words;
  const gone = `${new URL(receiver.url).origin}/gone`;
  await send({ from, to: numbers.message, text, callback: gone, 'status-report-req': '1' });
  await send({ from, to: 'nonsense', text });
  await api.twoFactor({ to: numbers.own, pin: '314159', callback: gone });
  const native = openNative(api);
  for (const reply of ['STOP', 'Thanks']) {
    const body = { from: `+${numbers.message}`, to: '12345', text: reply };
    const answer = await native.call('POST', '/sandbox/replies', body);
    if (answer.status !== 201) throw new InvalidRun(`a reply was refused: ${answer.text}`);
  }
  // What the own code of the message waits for ends here: it holds up nobody later.
  await eventually(10, async () => receiver.received.some(({ url }) => url.startsWith('/gone')));
}

/** Password, TOTP and a second seed that was never confirmed; answers how to sign in with them. */
async function enrolOperator(server: RunningServer): Promise<() => Promise<number>> {
  const console = await openConsole(server);
  const email = 'rotation@acme.example';
  await console.send('PUT', '/account/profile', { name: 'Rotation', email });
  const { secret } = (await console.send('POST', '/account/totp')).json;
  // The code of the step before is good too, and leaves this step's for the sign-in at the end.
  const earlier = totpOf(String(secret), Date.now() / 1_000 - 30);
  await console.send('POST', '/account/totp/confirm', { code: earlier });
  const { status } = await console.send('PUT', '/account/password', { password: words.password });
  await console.send('POST', '/account/totp');
  if (status !== 200) throw new InvalidRun(`an operator got no password: ${status}`);
  console.http.close();
  return async () => {
    const answer = await fetch(`${server.baseUrl}/admin/sign-in/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ email, password: words.password },
        code: totpOf(String(secret), Date.now() / 1_000),
      }),
    });
    return answer.status;
  };
}

/** RFC 6238 with the usual parameters, from a seed in base32. */
function totpOf(seed: string, seconds: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...seed].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest[19] as number) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
