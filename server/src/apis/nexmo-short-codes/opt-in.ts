/**
 * Opt-in query and management of the short-code APIs: who has said what to the campaigns of one use,
 * and opting a number in again. Truths are the texts `true` and `false`; a date that never was is
 * left out. Source: the vendor's documentation, see docs/compatibility/nexmo-alerts.md.
 */
import type { ApprovedCampaign } from '../../applications/application.ts';
import type { OptOutItem } from '../../consent/list-opt-outs.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { type ClassicFormat, jsonAnswer, wireTime, xmlAnswer } from '../classic/format.ts';
import { encodeError, refuseFault, type WireRefusal } from '../classic/mt-submission.ts';
import {
  type ClassicCall,
  type ClassicEndpoint,
  getAndPost,
  serveClassic,
} from '../classic/serve.ts';
import type { ApiResponse, Route } from '../contract.ts';

type Use = ApprovedCampaign['use'];
type WireRecord = Readonly<Record<string, string>>;

const pageSizeDefault = 100;
const pageSizeMax = 1_000;
const pageMax = 1_000_000;

/** `…/opt-in/query/:format` and `…/opt-in/manage/:format` below a path. */
export function optInRoutes(core: Core, path: string, use: Use): Route[] {
  const serve = (name: string, handle: ClassicEndpoint['handle']) =>
    getAndPost(`${path}/opt-in/${name}/:format`, serveClassic(core, { ...refusals, handle }));
  return [
    ...serve('query', (call) => query(core, call, use)),
    ...serve('manage', (call) => manage(core, call, use)),
  ];
}

async function query(core: Core, call: ClassicCall, use: Use): Promise<ApiResponse> {
  const { application, parameters, format } = call;
  const { count, items } = await core.consent.listOptOuts({
    applicationId: application.id,
    use,
    page: parameters.integer('page', 0, pageMax) ?? 0,
    pageSize: parameters.integer('page-size', 1, pageSizeMax) ?? pageSizeDefault,
  });
  const records = items.map(recordOf);
  if (format === 'json') {
    return jsonAnswer(200, { 'opt-in-count': String(count), 'opt-in-list': records });
  }
  return xmlAnswer(200, {
    'opt-in-list': { '@opt-in-count': String(count), 'opt-in': records.map(attributesOf) },
  });
}

async function manage(core: Core, call: ClassicCall, use: Use): Promise<ApiResponse> {
  const { application, parameters, format } = call;
  const address = parameters.required('msisdn');
  const { address: msisdn, at } = await core.consent.optIn({ application, use, address });
  const record = {
    msisdn,
    'opt-in': 'true',
    'opt-in-date': wireTime(at),
    'opt-out': 'false',
  };
  return format === 'json'
    ? jsonAnswer(200, record)
    : xmlAnswer(200, { 'opt-in': attributesOf(record) });
}

function recordOf(item: OptOutItem): WireRecord {
  return {
    msisdn: item.address,
    'opt-in': String(item.isOptedIn),
    ...(item.optedInAt && { 'opt-in-date': wireTime(item.optedInAt) }),
    'opt-out': String(item.isOptedOut),
    ...(item.optedOutAt && { 'opt-out-date': wireTime(item.optedOutAt) }),
  };
}

function attributesOf(record: WireRecord): WireRecord {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`@${name}`, value]));
}

const refusals: Pick<ClassicEndpoint, 'encodeError' | 'notFound'> = {
  encodeError: (error, format) =>
    error instanceof PlatformError ? answerRefusal(refusalOf(error), format) : undefined,
  notFound: (request) => refuseFault('not-found', request),
};

/** A number that is none has a status of its own here. */
function refusalOf(error: PlatformError): WireRefusal {
  const { code, publicDetail } = error;
  const isNumber = publicDetail.parameter === 'number' || publicDetail.parameter === 'msisdn';
  if (code === 'invalid_parameter' && isNumber) return { status: '103', text: 'Invalid Msisdn' };
  return encodeError(error);
}

/** The shape of a refusal is not documented: one flat record, as a success is. */
function answerRefusal({ status, text }: WireRefusal, format: ClassicFormat): ApiResponse {
  return format === 'json'
    ? jsonAnswer(200, { status, 'error-text': text })
    : xmlAnswer(200, { 'opt-in': attributesOf({ status, 'error-text': text }) });
}
