/**
 * Plain messages of the classic SMS API over the core: one element of the answer, one id and one
 * receipt a part. Source: the vendor’s documentation, see docs/compatibility/nexmo-sms.md.
 */
import type { Core } from '../../core.ts';
import { answerMessages, encodeSent, refusalsOf, refuseFault } from '../classic/mt-submission.ts';
import { type ClassicCall, getAndPost, serveClassic } from '../classic/serve.ts';
import { decodeTwoFactor, encodeTwoFactor, isTwoFactor } from '../classic/two-factor.ts';
import type { Api, ApiResponse } from '../contract.ts';
import { decodeMessage } from './wire.ts';

export function createNexmoSms(core: Core): Api {
  const handle = (call: ClassicCall) =>
    isTwoFactor(call.parameters) ? sendCode(core, call) : send(core, call);
  return {
    name: 'nexmo-sms',
    prefixes: ['/sms'],
    routes: getAndPost('/sms/:format', serveClassic(core, { handle, ...refusalsOf(core) })),
    refuse: refuseFault,
  };
}

async function send(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const request = decodeMessage(call.parameters, call.application);
  return answerMessages(call.format, encodeSent(await core.sendMessage(request), request));
}

async function sendCode(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const request = decodeTwoFactor(call.parameters, call.application);
  const outcome = await core.startVerification(request);
  return answerMessages(call.format, [encodeTwoFactor(outcome, request)]);
}
