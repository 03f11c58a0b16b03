/**
 * Sign-in by a code with Fastify. Run it beside a Countersign server:
 * COUNTERSIGN_KEY=… COUNTERSIGN_SECRET=… node server.mjs
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebhookError } from 'countersign/server';
import fastify from 'fastify';
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

const app = fastify();

// In a context of its own, without a parser: a signature fits the body as it came.
app.register(async (webhooks) => {
  webhooks.removeAllContentTypeParsers();
  webhooks.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request, body) => body);
  webhooks.post('/webhooks', async (request, reply) => {
    try {
      const { id } = await receive(request.body, request.headers);
      console.log(`webhook ${id}`);
      return reply.code(204).send();
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      return reply.code(401).send();
    }
  });
});

const element = import.meta.resolve('countersign/browser/standalone/countersign-code.js');
app.get('/element/:file', async ({ params }, reply) => {
  if (!/^[a-z-]+\.js$/.test(params.file)) return reply.callNotFound();
  const file = path.join(path.dirname(fileURLToPath(element)), params.file);
  return reply.type('text/javascript').send(await readFile(file));
});
app.get('/code-page.js', async (_request, reply) =>
  reply.type('text/javascript').send(codePageScript),
);
app.get('/page.css', async (_request, reply) => reply.type('text/css').send(pageStyle));

app.register(async (pages) => {
  pages.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request, body) => Object.fromEntries(new URLSearchParams(body)),
  );
  pages.decorateRequest('session', null);
  pages.addHook('preHandler', async (request, reply) => {
    const token = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    request.session = findSession(token);
    if (!request.session) {
      const opened = openSession();
      request.session = findSession(opened);
      reply.header('set-cookie', `session=${opened}; HttpOnly; SameSite=Lax; Path=/`);
    }
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8');
  });

  pages.get('/', async ({ session }) => (session.verifiedNumber ? welcomePage : numberPage()));

  pages.post('/start', async ({ session, body, ip }, reply) => {
    const number = String(body?.number ?? '');
    const sentence = await start(session, number, ip);
    if (!sentence) return reply.redirect('/code', 303);
    return reply.code(422).send(numberPage({ error: sentence, number }));
  });

  pages.get('/code', async ({ session }, reply) => {
    if (!session.verificationId) return reply.redirect('/', 303);
    return codePage({ to: masked(session.number) });
  });

  pages.post('/check', async ({ session, body }, reply) => {
    const checked = await check(session, String(body?.code ?? ''));
    if (!checked || checked.is_verified) return reply.redirect('/', 303);
    const state = { error: checked.result, checksLeft: checked.checks_left };
    return reply.code(422).send(codePage({ to: masked(session.number), ...state }));
  });

  pages.post('/resend', async ({ session, body }, reply) => {
    const sentence = await resend(session, body?.channel);
    return reply.code(sentence ? 422 : 200).send(sentence ?? '');
  });

  pages.post('/cancel', async ({ session }, reply) => {
    await cancel(session);
    return reply.redirect('/', 303);
  });
});

const address = await app.listen({ port: Number(process.env.PORT ?? 3000) });
console.log(address);
