/**
 * The classic search over messages and refused sends. Source: the vendor's documentation, see
 * docs/compatibility/nexmo-search.md.
 */
import type { Core } from '../../core.ts';
import { type AccountCall, refuseAccount, serveAccount } from '../classic/serve-account.ts';
import type { Api, Route } from '../contract.ts';
import { decodeDay, decodeMessages, encodeMessage, encodeRejection } from './wire.ts';

export function createNexmoSearch(core: Core): Api {
  const search = (
    path: string,
    root: string,
    handle: (core: Core, call: AccountCall) => Promise<object>,
  ): Route => ({
    method: 'GET',
    path,
    handle: serveAccount(core, {
      rate: 'searches',
      root,
      handle: (call) => handle(core, call),
    }),
  });
  return {
    name: 'nexmo-search',
    prefixes: ['/search'],
    routes: [
      search('/search/message', 'message', findMessage),
      search('/search/messages', 'messages', findMessages),
      search('/search/rejections', 'rejections', findRejections),
    ],
    refuse: refuseAccount,
  };
}

/** An id nobody has is an empty object. */
async function findMessage(core: Core, call: AccountCall): Promise<object> {
  const { application, parameters } = call;
  const found = await core.findMessages.byId(application, parameters.required('id'));
  return found ? encodeMessage(found, application) : {};
}

async function findMessages(core: Core, { application, parameters }: AccountCall): Promise<object> {
  const query = decodeMessages(parameters);
  const found =
    query.kind === 'day'
      ? await core.findMessages.byRecipient(application, query)
      : await Promise.all(query.ids.map((id) => core.findMessages.byId(application, id)));
  const items = found.flatMap((message) => (message ? [encodeMessage(message, application)] : []));
  return { count: items.length, items };
}

async function findRejections(core: Core, call: AccountCall): Promise<object> {
  const { application, parameters } = call;
  const day = decodeDay(parameters);
  const to = parameters.text('to');
  const found = await core.findRejections({ application, day, ...(to !== undefined && { to }) });
  const items = found.map((rejection) => encodeRejection(rejection, application));
  return { count: items.length, items };
}
