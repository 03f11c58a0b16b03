/**
 * What both examples do with Countersign; nothing here knows a web framework. The verification's id
 * stays on the server, in the session: a page that could choose it could have its own number checked
 * and be let in as somebody else.
 */
import { CountersignError, createClient, verifyWebhook } from 'countersign/server';

const { COUNTERSIGN_URL = 'http://localhost:8080' } = process.env;

const countersign = createClient({
  baseUrl: COUNTERSIGN_URL,
  apiKey: process.env.COUNTERSIGN_KEY ?? '',
  apiSecret: process.env.COUNTERSIGN_SECRET ?? '',
});

/** By the value of the cookie. A real program keeps them where its other sessions are. */
const sessions = new Map();

export function openSession() {
  const token = crypto.randomUUID();
  sessions.set(token, {});
  return token;
}

export const findSession = (token) => sessions.get(token);

const sentences = {
  invalid_parameter: 'That is no number we can send a code to.',
  unroutable: 'That is no number we can send a code to.',
  rate_limited: 'Too many codes were asked for. Try again later.',
  opted_out: 'You asked us not to write to this number. Text START to our number first.',
};

/** @returns a sentence for the person when no code was sent */
export async function start(session, number, clientAddress) {
  try {
    const { id } = await countersign.verifications.start({
      ...{ to: number, brand: 'Harbour Bank', client_address: clientAddress },
    });
    Object.assign(session, { number, verificationId: id });
    return undefined;
  } catch (error) {
    return sentenceFor(error);
  }
}

/** @returns the outcome of the check, or undefined when there is nothing to be checked any more */
export async function check(session, code) {
  if (!session.verificationId) return undefined;
  try {
    const checked = await countersign.verifications.check({
      ...{ verification_id: session.verificationId, code },
    });
    if (checked.is_verified) session.verifiedNumber = session.number;
    return checked;
  } catch (error) {
    // Not even the shape of a code.
    if (error.code === 'invalid_parameter') return { is_verified: false, result: 'wrong_code' };
    if (error.code === 'conflict' || error.code === 'not_found') return undefined;
    throw error;
  }
}

/** @returns a sentence for the person when no code was sent */
export async function resend(session, channel) {
  if (!session.verificationId) return 'Start again.';
  try {
    await countersign.verifications.resend({
      ...{ verification_id: session.verificationId, ...(channel && { channel }) },
    });
    return undefined;
  } catch (error) {
    return sentenceFor(error);
  }
}

export async function cancel(session) {
  const { verificationId } = session;
  delete session.verificationId;
  if (!verificationId) return;
  try {
    await countersign.verifications.cancel({ verification_id: verificationId });
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'conflict') throw error;
  }
}

/** What happened, as the server tells it. The same event may come twice: its id says so. */
export async function receive(rawBody, headers) {
  const secret = process.env.COUNTERSIGN_WEBHOOK_SECRET ?? '';
  const { id, event } = await verifyWebhook(rawBody, headers, secret);
  return { id, event };
}

function sentenceFor(error) {
  const sentence = error instanceof CountersignError ? sentences[error.code] : undefined;
  if (sentence === undefined) throw error;
  return sentence;
}
