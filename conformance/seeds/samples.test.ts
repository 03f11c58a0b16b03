import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { parseObject, send, sendBytes, viaForm } from '../support/http.ts';
import { Daemon, runToEnd, Scratch } from '../support/programs.ts';
import { freePort } from '../support/receiver.ts';
import { messagesTo, waitFor } from '../support/sandbox.ts';
import { host, port, sandbox } from '../support/server.ts';
import { messageOf, sendPin } from '../support/two-factor.ts';
import { filledSample, SEED_RECIPIENT, sample } from './samples.ts';

/** Each sample sends a PIN of its own, so that its message is told from the others’. */
async function expectPinDelivered(pin: string): Promise<void> {
  const message = await waitFor(`PIN ${pin} on the handset`, async () => {
    const messages = await messagesTo(SEED_RECIPIENT);
    return messages.find(({ code }) => code === pin);
  });
  expect(message.text).toContain(pin);
}

const accepted = {
  'message-count': '1',
  messages: [{ to: SEED_RECIPIENT, status: '0', 'message-id': expect.any(String) }],
};

describe('the Node sample of the seed', () => {
  test('runs as printed: its PIN arrives and the answer is logged', async () => {
    using scratch = new Scratch();
    const file = scratch.write('sample.cjs', filledSample('nodeRequest', { pin: '310001' }));
    const logged = await runToEnd(process.execPath, [file]);
    // The sample logs the parsed answer as `util.inspect` prints it, a JavaScript literal.
    expect(runInNewContext(`(${logged})`)).toMatchObject(accepted);
    await expectPinDelivered('310001');
  });

  test('its check of the response codes finds success', async () => {
    const request = viaForm('/sc/us/2fa/json', {
      to: SEED_RECIPIENT,
      pin: '310002',
      api_key: sandbox.apiKey,
      api_secret: sandbox.apiSecret,
    });
    const { text } = await send(request);
    using scratch = new Scratch();
    const code = `var responseData = ${JSON.stringify(text)};\n${sample('nodeCheck')}`;
    const logged = await runToEnd(process.execPath, [scratch.write('check.cjs', code)]);
    expect(logged).toContain('You sent 1 messages.');
    expect(logged).toContain('Success');
    expect(logged).not.toContain('Error');
  });

  test('its receiver takes our receipt for a delivery receipt', async () => {
    using scratch = new Scratch();
    writeExpressStandIn(scratch);
    const receiverPort = await freePort();
    const file = scratch.write('receiver.cjs', sample('nodeReceiver'));
    await using receiver = new Daemon(
      'env',
      [`PORT=${receiverPort}`, process.execPath, file],
      scratch.folder,
    );
    await waitFor('the receiver', () =>
      receiver.output().stdout.includes('listening on port') ? true : undefined,
    );
    await sendPin({ callback: `http://127.0.0.1:${receiverPort}/delivery-receipt-webhook` });
    const output = await waitFor('a receipt', () => {
      const { stdout } = receiver.output();
      return stdout.includes('Success') ? stdout : undefined;
    });
    expect(output).not.toContain('not a delivery receipt');
  });
});

describe('the other samples’ requests, byte for byte as their libraries write them', () => {
  const query = (pin: string): string =>
    new URLSearchParams({
      api_key: sandbox.apiKey,
      api_secret: sandbox.apiSecret,
      to: SEED_RECIPIENT,
      pin,
    }).toString();

  test('PHP: curl’s GET', async () => {
    const answer = await send({
      path: `/sc/us/2fa/json?${query('310003')}`,
      headers: { Host: `${host}:${port}`, Accept: '*/*' },
    });
    expect(parseObject(answer.text)).toMatchObject(accepted);
    await expectPinDelivered('310003');
  });

  test('Python 2: urllib’s GET in HTTP/1.0', async () => {
    const answer = await sendBytes(
      `GET /sc/us/2fa/json?${query('310004')} HTTP/1.0\r\nHost: ${host}:${port}\r\n` +
        'User-Agent: Python-urllib/1.17\r\n\r\n',
    );
    const [head, body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.[01] 200 /);
    expect(head).not.toMatch(/^transfer-encoding:/im);
    expect(parseObject(body)).toMatchObject(accepted);
    await expectPinDelivered('310004');
  });

  test('Ruby: the form that goes to /sms/json by a slip of the documentation', async () => {
    const answer = await send({
      method: 'POST',
      path: '/sms/json',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Accept-Encoding': 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
        Accept: '*/*',
        'User-Agent': 'Ruby',
        Host: host,
      },
      body: query('310005'),
    });
    expect(parseObject(answer.text)).toMatchObject(accepted);
    await expectPinDelivered('310005');
  });

  test('/sms/json without PIN, sender and text is the original’s status 2', async () => {
    const params = { to: SEED_RECIPIENT, api_key: sandbox.apiKey, api_secret: sandbox.apiSecret };
    const message = messageOf(await send(viaForm('/sms/json', params)));
    expect(message).toMatchObject({ status: '2', 'error-text': 'Missing from param' });
  });
});

/** The few lines of express and body-parser that the seed's receiver uses; neither is installed. */
function writeExpressStandIn(scratch: Scratch): void {
  scratch.writePackage(
    'express',
    `const http = require('node:http');
module.exports = () => {
  const settings = {};
  const routes = {};
  const app = {
    set: (name, value) => { settings[name] = value; },
    use: () => {},
    get: (name, handler) => {
      if (!handler) return settings[name];
      routes['GET ' + name] = handler;
    },
    post: (name, handler) => { routes['POST ' + name] = handler; },
    listen: (port, ready) => http.createServer((req, res) => {
      const url = new URL(req.url, 'http://receiver');
      req.query = Object.fromEntries(url.searchParams);
      res.sendStatus = (status) => { res.writeHead(status); res.end(); };
      routes[req.method + ' ' + url.pathname](req, res);
    }).listen(port, ready),
  };
  return app;
};
`,
  );
  scratch.writePackage('body-parser', 'exports.urlencoded = () => () => {};\n');
}
