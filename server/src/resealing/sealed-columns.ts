/**
 * Every place of the database that holds sealed values, with what each is bound to. What is missing
 * here keeps its key for ever and opens no more once the key has gone: a test compares the list with
 * the schema.
 */
import { secretContext } from '../applications/create-application.ts';
import { signatureSecretContext } from '../applications/directory.ts';
import { pageContext } from '../challenges/challenge.ts';
import { contexts as consentContexts } from '../consent/consent.ts';
import { contexts as deliveryContexts } from '../delivery/contract.ts';
import { rejectedAddressContext } from '../history/classic/record-rejection.ts';
import { answerContext } from '../idempotency/idempotency.ts';
import { contexts as inboundContexts } from '../inbound/inbound.ts';
import { operatorContexts } from '../operators/operator.ts';
import { handsetContext } from '../sandbox/handset.ts';
import { disabledUrlContext } from '../webhooks/endpoint.ts';
import { endpointContexts } from '../webhooks/endpoints/endpoint.ts';

/** Columns of a row as PostgreSQL writes them. */
export type RowText = Readonly<Record<string, string>>;

export type ContextOf = (row: RowText) => string;

export interface SealedTable {
  readonly table: string;
  /** The primary key in its order, with types. */
  readonly key: Readonly<Record<string, KeyType>>;
  /** What contexts are made of besides the key. */
  readonly alsoRead?: readonly string[];
  /** Columns of type bytea. */
  readonly columns: Readonly<Record<string, ContextOf>>;
  /** Columns of type jsonb, lists of objects: members that hold sealed values as base64. */
  readonly lists?: Readonly<Record<string, Readonly<Record<string, ContextOf>>>>;
}

type KeyType = 'bigint' | 'bytea' | 'integer' | 'smallint' | 'text' | 'timestamptz' | 'uuid';

const text = (row: RowText, column: string): string => row[column] as string;
const number = (row: RowText, column: string): number => Number(row[column]);
/** bytea is written as `\x` and hexadecimal digits. */
const bytes = (row: RowText, column: string): Buffer =>
  Buffer.from(text(row, column).slice(2), 'hex');

/** Bound to the row's id. */
const byId =
  (context: (id: string) => string): ContextOf =>
  (row) =>
    context(text(row, 'id'));

/** Bound to an application and one of its numbers. */
const byAddress =
  (context: (applicationId: number, mac: Buffer) => string): ContextOf =>
  (row) =>
    context(number(row, 'application_id'), bytes(row, 'address_mac'));

const byOperator =
  (context: (operatorId: number) => string): ContextOf =>
  (row) =>
    context(number(row, 'id'));

const ownRow = { application_id: 'integer', id: 'uuid' } as const;

export const sealedTables: readonly SealedTable[] = [
  {
    table: 'applications',
    key: { id: 'integer' },
    alsoRead: ['api_key'],
    columns: { signature_secret_sealed: (row) => signatureSecretContext(text(row, 'api_key')) },
  },
  {
    table: 'application_secrets',
    key: { id: 'integer' },
    alsoRead: ['application_id'],
    columns: { secret_sealed: (row) => secretContext(number(row, 'application_id')) },
  },
  {
    table: 'operators',
    key: { id: 'bigint' },
    columns: {
      password_sealed: byOperator(operatorContexts.password),
      totp_sealed: byOperator(operatorContexts.totp),
      totp_pending_sealed: byOperator(operatorContexts.totp),
    },
  },
  {
    table: 'webhook_endpoints',
    key: ownRow,
    columns: {
      url_sealed: byId(endpointContexts.url),
      secret_sealed: byId(endpointContexts.secret),
      previous_secret_sealed: byId(endpointContexts.secret),
    },
  },
  {
    table: 'disabled_endpoints',
    key: { application_id: 'integer', url_mac: 'bytea' },
    columns: { url_sealed: (row) => disabledUrlContext(number(row, 'application_id')) },
  },
  {
    table: 'live_addresses',
    key: { application_id: 'integer', address_mac: 'bytea', lane: 'smallint' },
    alsoRead: ['verification_id'],
    columns: { code_sealed: (row) => deliveryContexts.code(text(row, 'verification_id')) },
  },
  {
    table: 'verifications',
    key: ownRow,
    columns: {
      address_sealed: byId(deliveryContexts.address),
      template_sealed: byId(deliveryContexts.template),
      receipts_to_sealed: byId(deliveryContexts.receiptsTo),
    },
    lists: {
      workflow: {
        toSealed: byId(deliveryContexts.stepAddress),
        templateSealed: byId(deliveryContexts.template),
      },
    },
  },
  {
    table: 'verification_events',
    key: { verification_id: 'uuid', id: 'bigint' },
    columns: { sealed: (row) => deliveryContexts.checkedCode(text(row, 'verification_id')) },
  },
  {
    table: 'messages',
    key: ownRow,
    columns: {
      address_sealed: byId(deliveryContexts.messageAddress),
      content_sealed: byId(deliveryContexts.messageContent),
      receipts_to_sealed: byId(deliveryContexts.messageReceiptsTo),
    },
  },
  {
    table: 'inbound_messages',
    key: ownRow,
    columns: {
      address_sealed: byId(inboundContexts.address),
      content_sealed: byId(inboundContexts.content),
    },
  },
  { table: 'handset_messages', key: ownRow, columns: { content_sealed: byId(handsetContext) } },
  { table: 'challenges', key: ownRow, columns: { page_sealed: byId(pageContext) } },
  {
    table: 'opt_outs',
    key: { application_id: 'integer', address_mac: 'bytea', sender: 'text' },
    columns: { address_sealed: byAddress(consentContexts.optOut) },
  },
  {
    table: 'consent_entries',
    key: { application_id: 'integer', at: 'timestamptz', id: 'bigint' },
    alsoRead: ['address_mac'],
    columns: {
      address_sealed: byAddress(consentContexts.entry),
      evidence_sealed: byAddress(consentContexts.evidence),
    },
  },
  {
    table: 'rejections',
    key: { application_id: 'integer', at: 'timestamptz', id: 'bigint' },
    columns: { address_sealed: (row) => rejectedAddressContext(number(row, 'application_id')) },
  },
  {
    table: 'idempotency_keys',
    key: { application_id: 'integer', key_mac: 'bytea' },
    columns: {
      answer_sealed: (row) =>
        answerContext({
          applicationId: number(row, 'application_id'),
          keyMac: bytes(row, 'key_mac'),
        }),
    },
  },
];
