/**
 * The wire of the classic SMS API: parameters and their ranges. Unknown ones are ignored. Source: the
 * vendor's documentation; what it says, and the choices made where it is silent, are listed in
 * docs/compatibility/nexmo-sms.md.
 */
import type { Application } from '../../applications/application.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { MessageContent } from '../../messages/parts.ts';
import type { SendMessageRequest } from '../../messages/send-message.ts';
import {
  aliased,
  decodeCallback,
  decodeRecipient,
  decodeReference,
  decodeTruth,
  invalid,
} from '../classic/message-parameters.ts';
import type { Parameters } from '../classic/parameters.ts';

const dialect = 'nexmo-sms';
const referenceLengthMax = 100;
const validityDefaultMilliseconds = 259_200_000;

/** `/sms/{json,xml}`. @throws PlatformError as the table of statuses phrases it. */
export function decodeMessage(
  parameters: Parameters,
  application: Application,
): SendMessageRequest {
  const sender = decodeSender(parameters);
  const to = decodeRecipient(parameters);
  const content = decodeContent(parameters);
  const reference = decodeReference(parameters, referenceLengthMax);
  const accountReference = aliased(parameters, 'account-ref');
  if (accountReference !== undefined && accountReference.length > referenceLengthMax) {
    throw invalid('account-ref');
  }
  const callback = decodeCallback(parameters);
  return {
    ...content,
    application,
    dialect,
    to,
    sender,
    wantsReceipts: decodeTruth(parameters, 'status-report-req') ?? true,
    validitySeconds: decodeValiditySeconds(parameters),
    ...(reference !== undefined && { reference }),
    ...(accountReference !== undefined && { accountReference }),
    ...(callback !== undefined && { receiptsTo: callback }),
  };
}

/** A name of up to 11 letters and digits or up to 15 digits; spaces do not count. */
function decodeSender(parameters: Parameters): string {
  const sender = parameters
    .required('from')
    .replaceAll(' ', '')
    .replace(/^(\+|00)(?=\d+$)/, '');
  if (!/^(\d{1,15}|[A-Za-z0-9]{1,11})$/.test(sender)) throw invalid('from');
  return sender;
}

function decodeContent(parameters: Parameters): MessageContent {
  const messageClass = decodeMessageClass(parameters);
  const flash = messageClass === 0 ? { flash: true } : {};
  switch (parameters.text('type') ?? 'text') {
    case 'text':
      return { text: decodeText(parameters), ...flash };
    case 'unicode':
      return { text: decodeText(parameters), encoding: 'ucs-2', ...flash };
    case 'binary':
      return { binary: decodeBinary(parameters), ...flash };
    default:
      throw invalid('type');
  }
}

function decodeText(parameters: Parameters): string {
  const text = parameters.exact('text');
  if (text === undefined) throw new PlatformError('missing_parameter', { parameter: 'text' });
  return text;
}

function decodeBinary(parameters: Parameters): { data: string; header: string } {
  const data = parameters.required('body');
  const header = parameters.text('udh') ?? '';
  if (!isHexadecimal(data)) throw invalid('body', 'is not hexadecimal');
  if (!isHexadecimal(header)) throw invalid('udh', 'is not hexadecimal');
  // The header's first octet counts those that follow it.
  const isWhole =
    header === '' || Number.parseInt(header.slice(0, 2), 16) === header.length / 2 - 1;
  if (!isWhole) throw invalid('udh', 'has another length than its first octet says');
  parameters.integer('protocol-id', 0, 255);
  return { data: data.toLowerCase(), header: header.toLowerCase() };
}

function isHexadecimal(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text);
}

function decodeMessageClass(parameters: Parameters): number | undefined {
  const value = aliased(parameters, 'message-class');
  if (value === undefined) return undefined;
  if (!/^[0-3]$/.test(value)) throw invalid('message-class');
  return Number(value);
}

/** Milliseconds on the wire, 20 s to 7 days. */
function decodeValiditySeconds(parameters: Parameters): number {
  const ttl = parameters.integer('ttl', 20_000, 604_800_000) ?? validityDefaultMilliseconds;
  return Math.ceil(ttl / 1_000);
}
