/**
 * GSM-7 where the language has natural words without other accents ("clave" for "código"), whole
 * accents where one UCS-2 segment holds them all the same.
 */
import type { Phrase, PhraseTable } from '../../kernel/wording.ts';

interface SmsTexts {
  readonly code: Phrase;
  readonly payment: Phrase;
}

export const texts: PhraseTable<SmsTexts> = {
  ar: {
    code: (w) => `رمز التحقق الخاص بـ ${w.brand} هو ${w.code}. صالح لمدة ${w.minutes}.`,
    payment: (w) =>
      `دفع مبلغ ${w.amount} إلى ${w.payee}. رمز التأكيد: ${w.code}. صالح لمدة ${w.minutes}.`,
  },
  bg: {
    code: (w) => `${w.brand}: код за потвърждение ${w.code}. Важи ${w.minutes}.`,
    payment: (w) =>
      `Плащане на ${w.amount} към ${w.payee}. Код за потвърждение: ${w.code}. Важи ${w.minutes}.`,
  },
  cs: {
    code: (w) => `${w.brand}: ověřovací kód je ${w.code}. Platí ${w.minutes}.`,
    payment: (w) => `Platba ${w.amount}, příjemce ${w.payee}. Kód: ${w.code}. Platí ${w.minutes}.`,
  },
  cy: {
    code: (w) => `${w.brand}: eich cod dilysu yw ${w.code}. Yn ddilys am ${w.minutes}.`,
    payment: (w) => `Taliad o ${w.amount} i ${w.payee}. Cod: ${w.code}. Yn ddilys am ${w.minutes}.`,
  },
  da: {
    code: (w) => `${w.brand}: din bekræftelseskode er ${w.code}. Gælder i ${w.minutes}.`,
    payment: (w) =>
      `Betaling af ${w.amount} til ${w.payee}. Kode: ${w.code}. Gælder i ${w.minutes}.`,
  },
  de: {
    code: (w) => `${w.brand}: Ihr Bestätigungscode lautet ${w.code}. Gültig für ${w.minutes}.`,
    payment: (w) =>
      `Zahlung von ${w.amount} an ${w.payee}. Code: ${w.code}. Gültig für ${w.minutes}.`,
  },
  el: {
    code: (w) => `${w.brand}: κωδικός επαλήθευσης ${w.code}. Ισχύει για ${w.minutes}.`,
    payment: (w) =>
      `Πληρωμή ${w.amount} προς ${w.payee}. Κωδικός: ${w.code}. Ισχύει για ${w.minutes}.`,
  },
  en: {
    code: (w) => `${w.brand} code: ${w.code}. Valid for ${w.minutes}.`,
    payment: (w) =>
      `Payment of ${w.amount} to ${w.payee}. Code: ${w.code}. Valid for ${w.minutes}.`,
  },
  es: {
    code: (w) => `${w.brand}: su clave de un solo uso es ${w.code}. Caduca en ${w.minutes}.`,
    payment: (w) => `Pago de ${w.amount} a ${w.payee}. Clave: ${w.code}. Caduca en ${w.minutes}.`,
  },
  et: {
    code: (w) => `${w.brand}: teie kinnituskood on ${w.code}. Kehtib ${w.minutes}.`,
    payment: (w) => `Makse ${w.amount}, saaja ${w.payee}. Kood: ${w.code}. Kehtib ${w.minutes}.`,
  },
  fi: {
    code: (w) => `${w.brand}: vahvistuskoodisi on ${w.code}. Voimassa ${w.minutes}.`,
    payment: (w) => `Maksu ${w.amount}, saaja ${w.payee}. Koodi: ${w.code}. Voimassa ${w.minutes}.`,
  },
  fil: {
    code: (w) =>
      `${w.brand}: ang iyong verification code ay ${w.code}. May bisa nang ${w.minutes}.`,
    payment: (w) =>
      `Bayad na ${w.amount} kay ${w.payee}. Code: ${w.code}. May bisa nang ${w.minutes}.`,
  },
  fr: {
    code: (w) => `${w.brand} : votre code de vérification est ${w.code}. Valable ${w.minutes}.`,
    payment: (w) => `Paiement de ${w.amount} à ${w.payee}. Code : ${w.code}. Valable ${w.minutes}.`,
  },
  hi: {
    code: (w) => `${w.brand}: आपका सत्यापन कोड ${w.code} है। ${w.minutes} तक मान्य।`,
    payment: (w) => `${w.payee} को ${w.amount} का भुगतान। कोड: ${w.code}। ${w.minutes} तक मान्य।`,
  },
  hu: {
    code: (w) => `${w.brand}: az ellenőrző kód ${w.code}. ${w.minutes}ig érvényes.`,
    payment: (w) =>
      `Fizetés: ${w.amount}, kedvezményezett: ${w.payee}. Kód: ${w.code}. ${w.minutes}ig érvényes.`,
  },
  id: {
    code: (w) => `${w.brand}: kode verifikasi Anda adalah ${w.code}. Berlaku ${w.minutes}.`,
    payment: (w) => `Pembayaran ${w.amount} ke ${w.payee}. Kode: ${w.code}. Berlaku ${w.minutes}.`,
  },
  is: {
    code: (w) => `${w.brand}: staðfestingarkóði ${w.code}. Gildir í ${w.minutes}.`,
    payment: (w) => `Greiðsla ${w.amount} til ${w.payee}. Kóði: ${w.code}. Gildir í ${w.minutes}.`,
  },
  it: {
    code: (w) => `${w.brand}: il codice di verifica è ${w.code}. Valido per ${w.minutes}.`,
    payment: (w) =>
      `Pagamento di ${w.amount} a ${w.payee}. Codice: ${w.code}. Valido per ${w.minutes}.`,
  },
  ja: {
    code: (w) =>
      `${w.brand} ご本人確認のための認証コードは ${w.code} です。${w.minutes}間有効です。`,
    payment: (w) =>
      `${w.payee} への ${w.amount} のお支払い。認証コード: ${w.code} (${w.minutes}間有効)`,
  },
  ko: {
    code: (w) =>
      `[${w.brand}] 본인 확인을 위한 인증번호는 ${w.code}입니다. ${w.minutes}간 유효합니다.`,
    payment: (w) =>
      `${w.payee}에 ${w.amount} 결제. 인증번호: ${w.code}. ${w.minutes}간 유효합니다.`,
  },
  lt: {
    code: (w) => `${w.brand}: patvirtinimo kodas yra ${w.code}. Galioja ${w.minuteCount} min.`,
    payment: (w) =>
      `Suma ${w.amount}, gavėjas ${w.payee}. Kodas: ${w.code}. Galioja ${w.minuteCount} min.`,
  },
  lv: {
    code: (w) => `${w.brand}: apstiprinājuma kods ${w.code}. Derīgs ${w.minutes}.`,
    payment: (w) =>
      `Maksājums ${w.amount}, saņēmējs ${w.payee}. Kods: ${w.code}. Derīgs ${w.minutes}.`,
  },
  nb: {
    code: (w) => `${w.brand}: bekreftelseskoden din er ${w.code}. Gyldig i ${w.minutes}.`,
    payment: (w) =>
      `Betaling av ${w.amount} til ${w.payee}. Kode: ${w.code}. Gyldig i ${w.minutes}.`,
  },
  nl: {
    code: (w) => `${w.brand}: uw verificatiecode is ${w.code}. Geldig gedurende ${w.minutes}.`,
    payment: (w) =>
      `Betaling van ${w.amount} aan ${w.payee}. Code: ${w.code}. Geldig gedurende ${w.minutes}.`,
  },
  pl: {
    code: (w) => `${w.brand}: kod weryfikacyjny to ${w.code}. Wygasa za ${w.minuteCount} min.`,
    payment: (w) =>
      `Kwota ${w.amount}, odbiorca ${w.payee}. Kod: ${w.code}. Wygasa za ${w.minuteCount} min.`,
  },
  pt: {
    code: (w) => `${w.brand}: o seu PIN de acesso é ${w.code}. Expira dentro de ${w.minutes}.`,
    payment: (w) =>
      `Pagamento de ${w.amount} a ${w.payee}. PIN: ${w.code}. Expira dentro de ${w.minutes}.`,
  },
  'pt-br': {
    code: (w) => `${w.brand}: seu PIN de acesso é ${w.code}. Expira em ${w.minutes}.`,
    payment: (w) =>
      `Pagamento de ${w.amount} para ${w.payee}. PIN: ${w.code}. Expira em ${w.minutes}.`,
  },
  ro: {
    code: (w) => `${w.brand}: codul de verificare este ${w.code}. Valabil ${w.minutes}.`,
    payment: (w) => `Plata de ${w.amount} pentru ${w.payee}. Cod: ${w.code}. Valabil ${w.minutes}.`,
  },
  ru: {
    code: (w) => `${w.brand}: код подтверждения ${w.code}. Действует ${w.minutes}.`,
    payment: (w) =>
      `Платёж ${w.amount}, получатель ${w.payee}. Код: ${w.code}. Действует ${w.minutes}.`,
  },
  sk: {
    code: (w) => `${w.brand}: overovací kód je ${w.code}. Platí ${w.minutes}.`,
    payment: (w) => `Platba ${w.amount}, príjemca ${w.payee}. Kód: ${w.code}. Platí ${w.minutes}.`,
  },
  sl: {
    code: (w) => `${w.brand}: koda za preverjanje je ${w.code}. Velja ${w.minutes}.`,
    payment: (w) =>
      `Znesek ${w.amount}, prejemnik ${w.payee}. Koda: ${w.code}. Velja ${w.minutes}.`,
  },
  sv: {
    code: (w) => `${w.brand}: din verifieringskod är ${w.code}. Giltig i ${w.minutes}.`,
    payment: (w) =>
      `Betalning av ${w.amount} till ${w.payee}. Kod: ${w.code}. Giltig i ${w.minutes}.`,
  },
  th: {
    code: (w) => `${w.brand}: รหัสยืนยันของคุณคือ ${w.code} ใช้ได้ภายใน ${w.minutes}`,
    payment: (w) => `ชำระเงิน ${w.amount} ให้ ${w.payee} รหัส: ${w.code} ใช้ได้ภายใน ${w.minutes}`,
  },
  tr: {
    code: (w) => `${w.brand}: doğrulama kodunuz ${w.code}. ${w.minutes} geçerlidir.`,
    payment: (w) =>
      `Ödeme tutarı ${w.amount}, alıcı ${w.payee}. Kod: ${w.code}. ${w.minutes} geçerlidir.`,
  },
  vi: {
    code: (w) => `${w.brand}: mã xác minh của bạn là ${w.code}. Hiệu lực ${w.minutes}.`,
    payment: (w) => `Thanh toán ${w.amount} cho ${w.payee}. Mã: ${w.code}. Hiệu lực ${w.minutes}.`,
  },
  yue: {
    code: (w) => `【${w.brand}】你正在進行身份驗證，驗證碼係 ${w.code}，${w.minutes}內有效。`,
    payment: (w) => `你正向 ${w.payee} 支付 ${w.amount}，驗證碼係 ${w.code}，${w.minutes}內有效。`,
  },
  zh: {
    code: (w) => `【${w.brand}】您正在进行身份验证，验证码为 ${w.code}，${w.minutes}内有效。`,
    payment: (w) =>
      `您正在向 ${w.payee} 支付 ${w.amount}，验证码为 ${w.code}，${w.minutes}内有效。`,
  },
  'zh-tw': {
    code: (w) => `【${w.brand}】您正在進行身分驗證，驗證碼為 ${w.code}，${w.minutes}內有效。`,
    payment: (w) =>
      `您正在向 ${w.payee} 支付 ${w.amount}，驗證碼為 ${w.code}，${w.minutes}內有效。`,
  },
};
