/**
 * Hosted pages: `/c/<token>` shows a challenge and takes the code. The token is all that is needed, so it
 * stands in no referrer, cache or log; every answer is a page or a redirect, and no script is needed.
 */
import { extractCode } from '../../../../sdk/src/browser/extract-code.ts';
import type { AnswerOutcome } from '../../challenges/hosted-challenge.ts';
import type { Core } from '../../core.ts';
import { hasPlainHost } from '../../kernel/plain-host.ts';
import { randomHex } from '../../kernel/random.ts';
import type { Api, ApiRequest, ApiResponse } from '../contract.ts';
import { challengePage, type Notice, overPage } from './page.ts';
import { textsFor } from './texts.ts';

export function createHostedPages(core: Core): Api {
  return {
    name: 'hosted-pages',
    prefixes: ['/c'],
    routes: [
      { method: 'GET', path: '/c/:token', handle: (request) => show(core, request, {}) },
      { method: 'POST', path: '/c/:token', handle: (request) => act(core, request) },
    ],
    refuse: (fault) => {
      const statuses = {
        'not-found': 404,
        'method-not-allowed': 405,
        'body-too-large': 413,
        'malformed-request': 400,
        unavailable: 503,
        internal: 500,
      } as const;
      return over(statuses[fault], undefined);
    },
  };
}

/** As the published element reads it: digits of every script, and what people put between them. */
const anyCode = { length: 40, isAlphanumeric: false };

const tokenOf = ({ params }: ApiRequest): string => params.token ?? '';

async function show(core: Core, request: ApiRequest, notice: Notice): Promise<ApiResponse> {
  const shown = await core.challenges.view(tokenOf(request));
  const { 'accept-language': accepted } = request.headers;
  if (!shown) return over(404, accepted);
  const nonce = randomHex(16);
  const texts = textsFor(shown.page.locale, accepted);
  const status = shown.kind === 'over' ? 410 : 200;
  const body = challengePage(shown, texts, notice, nonce);
  return page(status, body, nonce, {
    formTo: originOf(shown.page.returnUrl),
    pictureFrom: shown.look.logo ? originOf(shown.look.logo) : undefined,
  });
}

/** Undefined for one that cannot stand in a policy. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  return url && hasPlainHost(url) ? url.origin : undefined;
}

async function act(core: Core, request: ApiRequest): Promise<ApiResponse> {
  const form = new URLSearchParams(request.body.slice(0, 2_000));
  const outcome = await outcomeOf(core, request, form);
  if (!outcome) return over(404, request.headers['accept-language']);
  switch (outcome.kind) {
    case 'passed':
      return { status: 303, headers: { location: outcome.location }, body: '' };
    case 'wrong':
      return show(core, request, { error: 'wrong_code', triesLeft: outcome.checksLeft });
    case 'code_expired':
      return show(core, request, { error: 'code_expired' });
    case 'sent':
      return show(core, request, { sent: true });
    case 'locked':
      return show(core, request, { error: 'address_locked' });
    case 'not_sent':
      return show(core, request, { error: unsent[outcome.because] });
    default:
      return show(core, request, {});
  }
}

const unsent = { too_soon: 'too_soon', locked: 'address_locked', failed: 'not_sent' } as const;

async function outcomeOf(
  core: Core,
  request: ApiRequest,
  form: URLSearchParams,
): Promise<AnswerOutcome | undefined> {
  const token = tokenOf(request);
  const channel = form.get('channel');
  if (channel !== null) return core.challenges.sendAgain({ token, channel });
  switch (form.get('action')) {
    case 'resend':
      return core.challenges.sendAgain({ token });
    case 'continue':
      return core.challenges.continue(token);
    case 'give-up': {
      const left = await core.challenges.giveUp(token);
      return left && { kind: 'passed', location: left.location };
    }
    default: {
      const { clientAddress } = request;
      const code = extractCode(form.get('code') ?? '', anyCode);
      return core.challenges.answer({ token, code, clientAddress });
    }
  }
}

function over(status: number, accepted: string | undefined): ApiResponse {
  const nonce = randomHex(16);
  return page(status, overPage(undefined, textsFor(null, accepted), nonce), nonce, {});
}

function page(
  status: number,
  body: string,
  nonce: string,
  origins: { formTo?: string | undefined; pictureFrom?: string | undefined },
): ApiResponse {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'nonce-${nonce}'`,
    `img-src ${origins.pictureFrom ?? "'none'"}`,
    // Browsers hold a redirect after a form to this, too.
    `form-action 'self' ${origins.formTo ?? ''}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
    },
    body,
  };
}
