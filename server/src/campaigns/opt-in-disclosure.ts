/**
 * What a campaign's owner must show where people agree to its messages: description, frequency, STOP,
 * HELP, rates, terms, privacy. Made from what the campaign says of itself, as text, as HTML and as a
 * web component that shows the reader's language; what is missing is named, never invented.
 */
import { escapeHtml } from '../kernel/html.ts';
import type { CampaignDetails } from './campaign-details.ts';
import {
  type OptInFacts,
  type OptInItem,
  type OptInLanguage,
  optInItems,
  optInLanguages,
  optInWords,
} from './opt-in-words.ts';

export interface DisclosureRequest {
  readonly company: string;
  /** The short code or number the messages come from. */
  readonly code: string;
  readonly details: CampaignDetails;
  readonly language: OptInLanguage;
}

export interface OptInDisclosure {
  readonly language: OptInLanguage;
  readonly items: readonly { readonly item: OptInItem; readonly text: string }[];
  /** Items the campaign says too little for; their sentences have a blank in brackets. */
  readonly incomplete: readonly OptInItem[];
  readonly text: string;
  readonly html: string;
  /** HTML with every language, of which the script beside it shows the page's own. */
  readonly component: { readonly markup: string; readonly script: string };
}

export function makeOptInDisclosure(request: DisclosureRequest): OptInDisclosure {
  const { language } = request;
  const facts = factsOf(request);
  const items = optInItems.map((item) => ({
    item,
    text: optInWords[language].sentences[item](facts),
  }));
  return {
    language,
    items,
    incomplete: incompleteItems(request.details),
    text: items.map(({ text }) => text).join('\n'),
    html: toHtml(request, language),
    component: { markup: toMarkup(request), script: componentScript },
  };
}

function factsOf({ company, code, details, language }: DisclosureRequest): OptInFacts {
  const { blank } = optInWords[language];
  return {
    company,
    programme: details.programme ?? '',
    description: details.description,
    frequency: details.frequency,
    code,
    termsUrl: webUrl(details.termsUrl) ?? blank.terms,
    privacyUrl: webUrl(details.privacyUrl) ?? blank.privacy,
  };
}

function incompleteItems(details: CampaignDetails): OptInItem[] {
  const isSaid: Partial<Record<OptInItem, boolean>> = {
    description: Boolean(details.description ?? details.programme),
    frequency: Boolean(details.frequency),
    terms: webUrl(details.termsUrl) !== undefined,
    privacy: webUrl(details.privacyUrl) !== undefined,
  };
  return optInItems.filter((item) => isSaid[item] === false);
}

/** Only these schemes may become a link. */
function webUrl(text: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function toHtml(request: DisclosureRequest, language: OptInLanguage, isHidden = false): string {
  const facts = factsOf({ ...request, language });
  const { label, links, sentences } = optInWords[language];
  const urls = {
    terms: webUrl(request.details.termsUrl),
    privacy: webUrl(request.details.privacyUrl),
  };
  const paragraphs = optInItems.map((item) => {
    const url = item === 'terms' || item === 'privacy' ? urls[item] : undefined;
    if (!url) return `  <p>${escapeHtml(sentences[item](facts))}</p>`;
    const [before, words, after] = links[item as 'terms' | 'privacy']; // only they have a URL
    return `  <p>${before}<a href="${escapeHtml(url)}">${words}</a>${after}</p>`;
  });
  return [
    `<section lang="${language}" aria-label="${label}"${isHidden ? ' hidden' : ''}>`,
    ...paragraphs,
    '</section>',
  ].join('\n');
}

/** Without script the wanted language is shown; the others wait hidden. */
function toMarkup(request: DisclosureRequest): string {
  const others = optInLanguages.filter((language) => language !== request.language);
  return [
    '<countersign-opt-in>',
    toHtml(request, request.language),
    ...others.map((language) => toHtml(request, language, true)),
    '</countersign-opt-in>',
  ].join('\n');
}

/**
 * Shows the section in the element's own language, else the page's. It fetches nothing, holds no
 * words of a campaign and sets no markup, so one copy serves every disclosure of a site.
 */
const componentScript = `(() => {
  class CountersignOptIn extends HTMLElement {
    static observedAttributes = ['lang'];
    connectedCallback() {
      // While the page is being read, the element is there before its sections are.
      if (document.readyState !== 'loading') this.choose();
      else document.addEventListener('DOMContentLoaded', () => this.choose(), { once: true });
    }
    attributeChangedCallback() {
      this.choose();
    }
    choose() {
      const near = this.closest('[lang]');
      const wanted = ((near && near.lang) || navigator.language).toLowerCase().split('-')[0];
      const sections = [...this.children].filter((child) => child.matches('section[lang]'));
      const shown = sections.find((section) => section.lang === wanted) || sections[0];
      for (const section of sections) section.hidden = section !== shown;
    }
  }
  if (!customElements.get('countersign-opt-in')) {
    customElements.define('countersign-opt-in', CountersignOptIn);
  }
})();
`;
