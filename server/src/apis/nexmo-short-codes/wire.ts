/**
 * The wire of the short-code alert and marketing APIs: which approved campaign is meant, and the words
 * of the message. Source: the vendor's documentation; what it says, and the choices made where it is
 * silent, are listed in docs/compatibility/nexmo-alerts.md.
 */
import type { Application, ApprovedCampaign } from '../../applications/application.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { expandPlainTemplate } from '../../kernel/template.ts';
import type { SendMessageRequest } from '../../messages/send-message.ts';
import {
  decodeCallback,
  decodeRecipient,
  decodeReference,
  decodeTruth,
  invalid,
  templateParameters,
} from '../classic/message-parameters.ts';
import type { Parameters } from '../classic/parameters.ts';

const referenceLengthMax = 40;
/** The classic APIs let a carrier try for 72 hours. */
const validitySeconds = 259_200;
const templatesMax = 6;

/** `/sc/us/alert/{json,xml}`. @throws PlatformError as the table of statuses phrases it. */
export function decodeAlert(parameters: Parameters, application: Application): SendMessageRequest {
  parameters.required('to');
  const campaign = campaignFor(application, (one) => one.use === 'alerts');
  const to = decodeRecipient(parameters);
  const known = { company: campaign.company, brand: campaign.company };
  const template = chooseTemplate(parameters, campaign.templates);
  const text = expandPlainTemplate(template, known, templateParameters(parameters));
  return {
    ...commonOf(parameters, application, campaign),
    dialect: 'nexmo-alert',
    to,
    text,
    ...decodeEncoding(parameters),
  };
}

/** `/sc/us/marketing/{json,xml}`: from the campaign's own short code, in the caller's own words. */
export function decodeMarketing(
  parameters: Parameters,
  application: Application,
): SendMessageRequest {
  const from = parameters.required('from');
  parameters.required('to');
  parameters.required('keyword');
  const text = parameters.exact('text');
  if (text === undefined) throw new PlatformError('missing_parameter', { parameter: 'text' });
  const campaign = campaignFor(
    application,
    ({ use, code }) => use === 'marketing' && code === from,
  );
  return {
    ...commonOf(parameters, application, campaign),
    dialect: 'nexmo-marketing',
    to: decodeRecipient(parameters),
    text,
    ...decodeEncoding(parameters),
  };
}

function campaignFor(
  application: Application,
  isMeant: (campaign: ApprovedCampaign) => boolean,
): ApprovedCampaign {
  const campaign = application.campaigns.find(isMeant);
  if (!campaign) throw new PlatformError('forbidden', { reason: 'campaign' });
  return campaign;
}

function commonOf(parameters: Parameters, application: Application, campaign: ApprovedCampaign) {
  const reference = decodeReference(parameters, referenceLengthMax);
  const callback = decodeCallback(parameters);
  return {
    application,
    sender: campaign.code,
    campaignId: campaign.id,
    wantsReceipts: decodeTruth(parameters, 'status-report-req') ?? true,
    validitySeconds,
    refusesOptOut: true,
    ...(reference !== undefined && { reference }),
    ...(callback !== undefined && { receiptsTo: callback }),
  };
}

/** The first text unless another is named; where there is but one, it is meant by every number. */
function chooseTemplate(parameters: Parameters, templates: readonly string[]): string {
  const index = parameters.integer('template', 0, templatesMax - 1) ?? 0;
  const [only, ...others] = templates;
  if (only === undefined) throw new PlatformError('forbidden', { reason: 'campaign' });
  const template = others.length === 0 ? only : templates[index];
  if (template === undefined) throw invalid('template');
  return template;
}

/** `unicode` keeps to UCS-2; otherwise the characters decide. */
function decodeEncoding(parameters: Parameters): { encoding?: 'ucs-2' } {
  const type = parameters.text('type') ?? 'text';
  if (type === 'unicode') return { encoding: 'ucs-2' };
  if (type !== 'text') throw invalid('type');
  return {};
}
