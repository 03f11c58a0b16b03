/**
 * Sign-in by a code with Express. Run it beside a Countersign server:
 * COUNTERSIGN_KEY=… COUNTERSIGN_SECRET=… node server.mjs
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebhookError } from 'countersign/server';
import express from 'express';
import {
  codePage,
  codePageScript,
  masked,
  numberPage,
  pageStyle,
  policy,
  welcomePage,
} from '../pages.mjs';
import { cancel, check, findSession, openSession, receive, resend, start } from '../sign-in.mjs';

const app = express();
app.disable('x-powered-by');

// Before any parser: a signature fits the body as it came.
app.post('/webhooks', express.raw({ type: () => true }), async (request, response) => {
  try {
    const { id } = await receive(request.body, request.headers);
    console.log(`webhook ${id}`);
    response.sendStatus(204);
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    response.sendStatus(401);
  }
});

const element = import.meta.resolve('countersign/browser/standalone/countersign-code.js');
app.use('/element', express.static(path.dirname(fileURLToPath(element))));
app.get('/code-page.js', (_request, response) => response.type('js').send(codePageScript));
app.get('/page.css', (_request, response) => response.type('css').send(pageStyle));

app.use(express.urlencoded({ extended: false }), express.json(), (request, response, next) => {
  const token = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  request.session = findSession(token);
  if (!request.session) {
    const opened = openSession();
    request.session = findSession(opened);
    response.cookie('session', opened, { httpOnly: true, sameSite: 'lax' });
  }
  response.setHeader('content-security-policy', policy);
  next();
});

app.get('/', ({ session }, response) => {
  response.send(session.verifiedNumber ? welcomePage : numberPage());
});

app.post('/start', async ({ session, body, ip }, response) => {
  const number = String(body.number ?? '');
  const sentence = await start(session, number, ip);
  if (sentence) response.status(422).send(numberPage({ error: sentence, number }));
  else response.redirect(303, '/code');
});

app.get('/code', ({ session }, response) => {
  if (session.verificationId) response.send(codePage({ to: masked(session.number) }));
  else response.redirect(303, '/');
});

app.post('/check', async ({ session, body }, response) => {
  const checked = await check(session, String(body.code ?? ''));
  if (!checked || checked.is_verified) return response.redirect(303, '/');
  const state = { error: checked.result, checksLeft: checked.checks_left };
  return response.status(422).send(codePage({ to: masked(session.number), ...state }));
});

app.post('/resend', async ({ session, body }, response) => {
  const sentence = await resend(session, body?.channel);
  response.status(sentence ? 422 : 200).send(sentence ?? '');
});

app.post('/cancel', async ({ session }, response) => {
  await cancel(session);
  response.redirect(303, '/');
});

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}`);
});
