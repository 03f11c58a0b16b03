/**
 * A two-factor message of the classic APIs: the caller brings the PIN, the approved campaign the
 * words. Shared, because a printed sample posts one to the path of plain messages.
 */
import type { Application } from '../../applications/application.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { formatAmount } from '../../kernel/money.ts';
import type { StartOutcome, StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import { singleMessageWorkflow } from '../../verification/workflows.ts';
import { decodeClient } from './client.ts';
import {
  decodeCallback,
  decodeRecipient,
  decodeReference,
  invalid,
  templateParameters,
} from './message-parameters.ts';
import type { WireMessage } from './mt-submission.ts';
import type { Parameters } from './parameters.ts';

const dialect = 'nexmo-2fa';

/** Life of a caller's own code: nothing is sent or accepted by reply after it. */
const codeLifeSeconds = 600;
const referenceLengthMax = 40;

/** A printed sample of the two-factor API posts to `/sms/json` by a slip of the documentation. */
export function isTwoFactor(parameters: Parameters): boolean {
  return parameters.has('pin') && !parameters.has('from') && !parameters.has('text');
}

/** @throws PlatformError as the table of statuses phrases it. */
export function decodeTwoFactor(parameters: Parameters, application: Application): StartRequest {
  parameters.required('to');
  const pin = parameters.required('pin');
  if (!/^\d{1,12}$/.test(pin)) throw invalid('pin', 'is not numeric');
  const campaign = application.campaigns.find(({ use }) => use === 'two-factor');
  const template = campaign?.templates[0];
  if (!campaign || template === undefined) {
    throw new PlatformError('forbidden', { reason: 'campaign' });
  }
  const to = decodeRecipient(parameters);
  const reference = decodeReference(parameters, referenceLengthMax);
  const callback = decodeCallback(parameters);
  return {
    application,
    dialect,
    lane: lanes.message,
    to,
    brand: campaign.company,
    workflow: singleMessageWorkflow(codeLifeSeconds),
    codeLength: pin.length,
    code: pin,
    codeLifeSeconds,
    checksMax: 5,
    template: {
      text: template,
      parameters: { ...templateParameters(parameters), company: campaign.company },
    },
    ...(reference !== undefined && { reference }),
    ...(callback !== undefined && { receiptsTo: callback }),
    ...decodeClient(parameters),
  };
}

/** One element of `messages`. @throws PlatformError when the message was not accepted. */
export function encodeTwoFactor(outcome: StartOutcome, request: StartRequest): WireMessage {
  switch (outcome.kind) {
    case 'started':
      return {
        to: outcome.address,
        'message-id': outcome.dispatchId,
        status: '0',
        ...(request.reference !== undefined && { 'client-ref': request.reference }),
        'remaining-balance': outcome.balance ?? request.application.balance,
        'message-price': formatAmount(outcome.charge),
        network: request.application.kind === 'sandbox' ? '00101' : 'US-FIXED',
      };
    case 'address_locked':
      throw new PlatformError('barred');
    case 'concurrent':
    case 'too_many_sends':
      throw new PlatformError('rate_limited');
  }
}
