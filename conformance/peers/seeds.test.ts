/**
 * The samples of seed 001 really run by Ruby, PHP and Python, and its receivers really called.
 */
import { describe, expect, test } from 'vitest';
import { filledSample, SEED_RECIPIENT, sample } from '../seeds/samples.ts';
import { Daemon, run, runToEnd, Scratch } from '../support/programs.ts';
import { freePort } from '../support/receiver.ts';
import { advanceClock, messagesTo, settle, waitFor } from '../support/sandbox.ts';
import { sendPin } from '../support/two-factor.ts';

async function expectPinDelivered(pin: string): Promise<void> {
  await waitFor(`PIN ${pin} on the handset`, async () => {
    const messages = await messagesTo(SEED_RECIPIENT);
    return messages.find(({ code }) => code === pin);
  });
}

const accepted = { 'message-count': '1', messages: [{ to: SEED_RECIPIENT, status: '0' }] };

describe('the samples of the seed', () => {
  test('Ruby, request and check as printed, posting to /sms/json', async () => {
    using scratch = new Scratch();
    const request = filledSample('rubyRequest', { pin: '320001' });
    const file = scratch.write('sample.rb', `${request}${sample('rubyCheck')}`);
    const output = await runToEnd('ruby', [file]);
    expect(JSON.parse(output.split('\n')[0] ?? '')).toMatchObject(accepted);
    expect(output).toMatch(/"message \S+ sent successfully\./);
    await expectPinDelivered('320001');
  });

  test('PHP, request and check as printed', async () => {
    using scratch = new Scratch();
    const request = filledSample('phpRequest', { pin: '320002' });
    const check = sample('phpCheck').replace('<?php\n', '');
    const file = scratch.write('sample.php', `${request}${check}echo $response;\n`);
    const { exitCode, stdout, stderr } = await run('php', ['-d', 'log_errors=1', file]);
    expect(exitCode, stderr).toBe(0);
    // What `error_log` writes goes to standard error on the command line.
    expect(stderr).toContain('You sent 1 messages.');
    expect(stderr).toMatch(/Success \S+/);
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject(accepted);
    await expectPinDelivered('320002');
  });

  test('Python, with the names that Python 3 gave to the same functions', async () => {
    using scratch = new Scratch();
    const code = inPython3(filledSample('pythonRequest', { pin: '320003' }));
    const output = await runToEnd('python3', [scratch.write('sample.py', code)]);
    expect(JSON.parse(output)).toMatchObject(accepted);
    await expectPinDelivered('320003');
  });

  test('Python’s check of the response codes finds success', async () => {
    using scratch = new Scratch();
    // The check reads the response itself, which the request sample has printed by then.
    const request = filledSample('pythonRequest', { pin: '320004' });
    const unread = request.replace('print response.read()\n', '');
    const code = inPython3(`${unread}${sample('pythonCheck')}`);
    const output = await runToEnd('python3', [scratch.write('check.py', code)]);
    expect(output.trim()).toBe('success');
    await expectPinDelivered('320004');
  });
});

/** The names and the printing that Python 3 gave to the same functions. */
function inPython3(code: string): string {
  return code
    .replace('import urllib\n', 'import urllib.parse, urllib.request\n')
    .replace('urllib.urlencode', 'urllib.parse.urlencode')
    .replace('urllib.urlopen', 'urllib.request.urlopen')
    .replace('print response.read()', 'print(response.read().decode())')
    .replace('print "success"', 'print("success")')
    .replace(/print "unexpected http .*/, 'print("unexpected http", response.code)');
}

describe('the receivers of the seed', () => {
  test('PHP, as printed, reports the message as delivered', async () => {
    using scratch = new Scratch();
    scratch.write('receiver.php', sample('phpReceiver'));
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    await using receiver = new Daemon(
      'php',
      ['-d', 'log_errors=1', '-S', address, 'receiver.php'],
      scratch.folder,
    );
    await waitFor('the PHP server', () =>
      receiver.output().stderr.includes('started') ? true : undefined,
    );
    const { to, messageId } = await sendPin({ callback: `http://${address}/receiver.php` });
    await waitFor('the receipt', () =>
      receiver
        .output()
        .stderr.includes(`Your message to ${to} (message id ${messageId}) was delivered.`)
        ? true
        : undefined,
    );
    expect(receiver.output().stderr).toMatch(/The cost was \d+\.\d{8}\./);
    expect(receiver.output().stderr).not.toContain('not a delivery receipt');
  });

  test('Ruby, as printed, reports success, and its bare "HTTP/1.1 200 OK" counts', async () => {
    using scratch = new Scratch();
    const port = await freePort();
    const code = `$stdout.sync = true\n${sample('rubyReceiver').replace('9999', String(port))}`;
    const file = scratch.write('receiver.rb', code);
    await using receiver = new Daemon('ruby', [file], scratch.folder);
    const { messageId } = await sendPin({ callback: `http://127.0.0.1:${port}/` });
    const success = `Success for request ${messageId}`;
    const count = (): number => receiver.output().stdout.split(success).length - 1;
    await settle(1_000);
    await advanceClock(8);
    await waitFor('the receipt', () => (count() > 0 ? true : undefined));
    // The seed: "Return the 200 so Nexmo does not send the DLR to you repeatedly".
    await settle();
    const times = count();
    await advanceClock(3_600);
    await settle();
    expect(count()).toBe(times);
    expect(receiver.hasEnded).toBe(false);
  });
});
