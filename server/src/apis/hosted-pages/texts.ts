/** What a hosted page says around the field, whose own words are the published element's. */

import { texts as ar } from '../../../../sdk/src/browser/languages/ar.ts';
import { texts as de } from '../../../../sdk/src/browser/languages/de.ts';
import { texts as en } from '../../../../sdk/src/browser/languages/en.ts';
import { texts as es } from '../../../../sdk/src/browser/languages/es.ts';
import { texts as fr } from '../../../../sdk/src/browser/languages/fr.ts';
import { texts as hi } from '../../../../sdk/src/browser/languages/hi.ts';
import { texts as id } from '../../../../sdk/src/browser/languages/id.ts';
import { texts as it } from '../../../../sdk/src/browser/languages/it.ts';
import { texts as ja } from '../../../../sdk/src/browser/languages/ja.ts';
import { texts as pt } from '../../../../sdk/src/browser/languages/pt.ts';
import { texts as ru } from '../../../../sdk/src/browser/languages/ru.ts';
import { texts as zh } from '../../../../sdk/src/browser/languages/zh.ts';
import type { CodeTexts } from '../../../../sdk/src/browser/texts.ts';
import { escapeHtml } from '../../kernel/html.ts';

interface FrameTexts {
  readonly title: string;
  readonly proceed: string;
  readonly giveUp: string;
  readonly passed: string;
  readonly over: string;
  readonly overHelp: string;
}

export type PageTexts = CodeTexts & FrameTexts;

const frames: Readonly<Record<string, FrameTexts>> = {
  ar: {
    title: 'تأكيد هويتك',
    proceed: 'متابعة',
    giveUp: 'إلغاء',
    passed: 'تم التأكيد.',
    over: 'لم تعد هذه الصفحة صالحة.',
    overHelp: 'ارجع إلى حيث بدأت وحاول مرة أخرى.',
  },
  de: {
    title: 'Bestätigen, dass Sie es sind',
    proceed: 'Weiter',
    giveUp: 'Abbrechen',
    passed: 'Bestätigt.',
    over: 'Diese Seite gilt nicht mehr.',
    overHelp: 'Gehen Sie dorthin zurück, wo Sie begonnen haben, und versuchen Sie es noch einmal.',
  },
  en: {
    title: 'Confirm that it is you',
    proceed: 'Continue',
    giveUp: 'Cancel',
    passed: 'Confirmed.',
    over: 'This page is no longer valid.',
    overHelp: 'Go back to where you started and try again.',
  },
  es: {
    title: 'Confirma que eres tú',
    proceed: 'Continuar',
    giveUp: 'Cancelar',
    passed: 'Confirmado.',
    over: 'Esta página ya no es válida.',
    overHelp: 'Vuelve a donde empezaste e inténtalo de nuevo.',
  },
  fr: {
    title: 'Confirmez que c’est bien vous',
    proceed: 'Continuer',
    giveUp: 'Annuler',
    passed: 'Confirmé.',
    over: 'Cette page n’est plus valable.',
    overHelp: 'Revenez là où vous avez commencé et réessayez.',
  },
  hi: {
    title: 'पुष्टि करें कि यह आप ही हैं',
    proceed: 'जारी रखें',
    giveUp: 'रद्द करें',
    passed: 'पुष्टि हो गई।',
    over: 'यह पेज अब मान्य नहीं है।',
    overHelp: 'जहाँ से शुरू किया था वहाँ वापस जाएँ और फिर से कोशिश करें।',
  },
  id: {
    title: 'Konfirmasi bahwa ini Anda',
    proceed: 'Lanjutkan',
    giveUp: 'Batal',
    passed: 'Terkonfirmasi.',
    over: 'Halaman ini tidak berlaku lagi.',
    overHelp: 'Kembali ke tempat Anda memulai dan coba lagi.',
  },
  it: {
    title: 'Conferma che sei tu',
    proceed: 'Continua',
    giveUp: 'Annulla',
    passed: 'Confermato.',
    over: 'Questa pagina non è più valida.',
    overHelp: 'Torna al punto di partenza e riprova.',
  },
  ja: {
    title: 'ご本人であることの確認',
    proceed: '続ける',
    giveUp: 'キャンセル',
    passed: '確認できました。',
    over: 'このページは無効になりました。',
    overHelp: '最初の画面に戻って、もう一度お試しください。',
  },
  pt: {
    title: 'Confirme que é você',
    proceed: 'Continuar',
    giveUp: 'Cancelar',
    passed: 'Confirmado.',
    over: 'Esta página não é mais válida.',
    overHelp: 'Volte para onde começou e tente novamente.',
  },
  ru: {
    title: 'Подтвердите, что это вы',
    proceed: 'Продолжить',
    giveUp: 'Отмена',
    passed: 'Подтверждено.',
    over: 'Эта страница больше не действует.',
    overHelp: 'Вернитесь туда, где вы начали, и попробуйте ещё раз.',
  },
  zh: {
    title: '请确认是您本人',
    proceed: '继续',
    giveUp: '取消',
    passed: '已确认。',
    over: '此页面已失效。',
    overHelp: '请返回开始的页面重试。',
  },
};

const languages: readonly CodeTexts[] = [ar, de, en, es, fr, hi, id, it, ja, pt, ru, zh];
const known = new Map<string, PageTexts>(
  languages.map((texts) => [
    texts.language,
    { ...texts, ...(frames[texts.language] as FrameTexts) },
  ]),
);

/** The wanted language, or the first the browser asks for that is spoken here, or English. */
export function textsFor(locale: string | null, acceptLanguage: string | undefined): PageTexts {
  const asked = (acceptLanguage ?? '').split(',').map((part) => part.split(';')[0] ?? '');
  for (const tag of [locale ?? '', ...asked].slice(0, 20)) {
    const texts = known.get(tag.trim().toLowerCase().split(/[-_]/)[0] ?? '');
    if (texts) return texts;
  }
  return known.get('en') as PageTexts;
}

/** Fills `{name}` in; what is filled in is markup, the rest is made harmless. */
export function fillText(
  texts: PageTexts,
  name: 'sentTo' | 'triesLeft',
  values: Readonly<Record<string, string>>,
): string {
  return escapeHtml(texts[name]).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}
