/**
 * What a campaign may say, whoever writes it and in whatever state: a company of one line, as many
 * texts as its use takes, each of which could be sent. What a submission needs beyond that stands here
 * too: the shared alert codes' form asked for it (https://api.support.vonage.com/hc/en-us/articles/204015503).
 */
import { PlatformError } from '../kernel/errors.ts';
import { measureSms } from '../kernel/sms-segments.ts';
import { cleanLine } from '../kernel/template.ts';
import type { CampaignContent, CampaignUse } from './campaign.ts';
import type { CampaignDetails } from './campaign-details.ts';
import { fillAnswer } from './fill-answer.ts';
import { lintTemplate } from './template-lint.ts';

const companyLengthMax = 40;
const programmeLengthMin = 10;
const templatesMax: Readonly<Record<CampaignUse, number>> = {
  'two-factor': 1,
  alerts: 6,
  marketing: 1,
};

/** The content in the form it is stored in. @throws PlatformError naming the place at fault. */
export function acceptContent(use: CampaignUse, content: CampaignContent): CampaignContent {
  const company = cleanLine(content.company);
  if (company.length < 1 || company.length > companyLengthMax) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'company',
      reason: '1 to 40 characters',
    });
  }
  const { length } = content.templates;
  if (length < 1 || length > templatesMax[use]) {
    const reason = templatesMax[use] === 1 ? 'one text' : `1 to ${templatesMax[use]} texts`;
    throw new PlatformError('invalid_parameter', { parameter: 'templates', reason });
  }
  const templates = content.templates.map((text) => text.trim());
  for (const [index, text] of templates.entries()) {
    // The details say whether a browser or an app shall find the code.
    const [error] = lintTemplate({ ...content.details, use, text, company }).errors;
    if (!error) continue;
    throw new PlatformError('invalid_template', {
      parameter: `templates.${index}`,
      reason: error.message.slice(0, 300),
    });
  }
  assertAnswers(company, content.details);
  return { company, templates, details: content.details };
}

/** What HELP, STOP and START are answered with: one message part that is known beforehand. */
function assertAnswers(company: string, details: CampaignDetails): void {
  for (const name of ['helpText', 'stopText', 'startText'] as const) {
    const text = details[name];
    if (text === undefined) continue;
    const answer = fillAnswer(text, company);
    if (answer !== undefined && measureSms(answer).segments === 1) continue;
    const reason =
      answer === undefined
        ? 'Only ${company} can be filled in: who writes HELP, STOP or START sends no values.'
        : 'An answer is one message part: 160 characters, or 70 with any outside the GSM-7 alphabet.';
    throw new PlatformError('invalid_template', { parameter: `details.${name}`, reason });
  }
}

const neededForAlerts = [
  'programme',
  'description',
  'helpText',
  'stopText',
  'contactName',
  'contactEmail',
  'contactPhone',
  'optIn',
] as const satisfies readonly (keyof CampaignDetails)[];
const neededForMarketing = [
  ...neededForAlerts,
  'frequency',
  'termsUrl',
  'privacyUrl',
] as const satisfies readonly (keyof CampaignDetails)[];

/** Two-factor asks for nothing beside company and text. @throws PlatformError `missing_parameter`. */
export function requireComplete(use: CampaignUse, details: CampaignDetails): void {
  if (use === 'two-factor') return;
  const needed = use === 'alerts' ? neededForAlerts : neededForMarketing;
  const missing = needed.find((name) => details[name] === undefined);
  if (missing) throw lacks(missing);
  if (!details.supportEmail && !details.supportPhone) throw lacks('supportEmail');
  if (!details.isTcpaConfirmed) throw lacks('isTcpaConfirmed');
  if ((details.programme ?? '').trim().length < programmeLengthMin) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'details.programme',
      reason: '10 characters or more',
    });
  }
}

function lacks(name: keyof CampaignDetails): PlatformError {
  return new PlatformError('missing_parameter', { parameter: `details.${name}` });
}
