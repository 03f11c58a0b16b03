/**
 * What a keyword is answered with: the campaign's own words where they fit one message part, otherwise
 * ours, which name the company and the ways to stop and to get help as the carriers' rules ask
 * (docs/compliance.md). Spanish avoids letters that SMS has no room for.
 */
import type { ApprovedCampaign } from '../applications/application.ts';
import { fillAnswer } from '../campaigns/fill-answer.ts';
import type { Keyword, KeywordLanguage, KeywordMeaning } from '../consent/keywords.ts';
import { measureSms } from '../kernel/sms-segments.ts';
import { cleanLine } from '../kernel/template.ts';

interface Facts {
  readonly company: string;
  /** Whom to ask, with a leading word; empty when nobody is named. */
  readonly contact: string;
}

type Wording = (facts: Facts) => string;

const defaults: Readonly<Record<KeywordLanguage, Readonly<Record<KeywordMeaning, Wording>>>> = {
  en: {
    stop: ({ company }) =>
      `${company}: You are unsubscribed and will get no more messages. ` +
      'Reply HELP for help, START to subscribe again.',
    help: ({ company, contact }) =>
      `${company}: You got this because your number was entered with us.${contact} ` +
      'Msg&data rates may apply. Reply STOP to end.',
    start: ({ company }) =>
      `${company}: You are subscribed and will get messages again. ` +
      'Msg&data rates may apply. Reply HELP for help, STOP to end.',
  },
  es: {
    stop: ({ company }) =>
      `${company}: Cancelado, no enviaremos otro mensaje. ` +
      'Responda AYUDA para obtener ayuda, INICIAR para volver.',
    help: ({ company, contact }) =>
      `${company}: Le escribimos porque alguien nos dio su celular.${contact} ` +
      'Pueden aplicarse tarifas. Responda ALTO para cancelar.',
    start: ({ company }) =>
      `${company}: De nuevo le enviaremos mensajes. ` +
      'Pueden aplicarse tarifas. Responda AYUDA para obtener ayuda, ALTO para cancelar.',
  },
};

const ownTexts = { stop: 'stopText', help: 'helpText', start: 'startText' } as const;
const companyMax = 30;

/** Always one message part. */
export function answerText(
  { meaning, language }: Pick<Keyword, 'meaning' | 'language'>,
  campaign: Pick<ApprovedCampaign, 'company' | 'details'> | undefined,
  applicationName: string,
): string {
  const text = campaign?.details[ownTexts[meaning]];
  const own = campaign && text !== undefined ? fillAnswer(text, campaign.company) : undefined;
  if (own !== undefined && measureSms(own).segments === 1) return own;
  const company = cleanLine(campaign?.company ?? applicationName).slice(0, companyMax);
  const word = defaults[language][meaning];
  const supported = word({ company, contact: contactOf(campaign, language) });
  return measureSms(supported).segments === 1 ? supported : word({ company, contact: '' });
}

function contactOf(
  campaign: Pick<ApprovedCampaign, 'details'> | undefined,
  language: KeywordLanguage,
): string {
  const contact = campaign?.details.supportEmail ?? campaign?.details.supportPhone;
  if (contact === undefined) return '';
  return language === 'es' ? ` Ayuda: ${contact}.` : ` Help: ${contact}.`;
}
