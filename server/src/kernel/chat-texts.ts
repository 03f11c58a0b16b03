import type { Phrase, PhraseTable } from './wording.ts';

interface ChatTexts {
  readonly code: Phrase;
  readonly payment: Phrase;
}

export const chatTexts: PhraseTable<ChatTexts> = {
  ar: {
    code: (w) =>
      `${w.code} هو رمز التحقق الخاص بـ ${w.brand}. صالح لمدة ${w.minutes}. لا تشاركه مع أحد.`,
    payment: (w) =>
      `${w.code} هو رمز تأكيد دفع ${w.amount} إلى ${w.payee}. صالح لمدة ${w.minutes}. لا تشاركه مع أحد.`,
  },
  bg: {
    code: (w) =>
      `${w.code} е Вашият код за ${w.brand}. Важи ${w.minutes}. Не го споделяйте с никого.`,
    payment: (w) =>
      `${w.code} потвърждава плащане на ${w.amount} към ${w.payee}. Важи ${w.minutes}. Не споделяйте кода с никого.`,
  },
  cs: {
    code: (w) => `${w.code} je váš kód pro ${w.brand}. Platí ${w.minutes}. Nikomu ho nesdělujte.`,
    payment: (w) =>
      `${w.code} potvrzuje platbu ${w.amount}, příjemce ${w.payee}. Platí ${w.minutes}. Kód nikomu nesdělujte.`,
  },
  cy: {
    code: (w) =>
      `${w.code} yw eich cod ${w.brand}. Yn ddilys am ${w.minutes}. Peidiwch â'i rannu â neb.`,
    payment: (w) =>
      `${w.code} yw'r cod i gadarnhau taliad o ${w.amount} i ${w.payee}. Yn ddilys am ${w.minutes}. Peidiwch â'i rannu â neb.`,
  },
  da: {
    code: (w) =>
      `${w.code} er din kode til ${w.brand}. Gælder i ${w.minutes}. Del den ikke med nogen.`,
    payment: (w) =>
      `${w.code} bekræfter din betaling af ${w.amount} til ${w.payee}. Gælder i ${w.minutes}. Del ikke koden med nogen.`,
  },
  de: {
    code: (w) =>
      `${w.code} ist Ihr Code für ${w.brand}. Gültig für ${w.minutes}. Geben Sie ihn nicht weiter.`,
    payment: (w) =>
      `${w.code} bestätigt Ihre Zahlung von ${w.amount} an ${w.payee}. Gültig für ${w.minutes}. Geben Sie den Code nicht weiter.`,
  },
  el: {
    code: (w) =>
      `${w.code} είναι ο κωδικός σας για ${w.brand}. Ισχύει για ${w.minutes}. Μην τον μοιραστείτε με κανέναν.`,
    payment: (w) =>
      `${w.code} είναι ο κωδικός για την πληρωμή ${w.amount} προς ${w.payee}. Ισχύει για ${w.minutes}. Μην τον μοιραστείτε με κανέναν.`,
  },
  en: {
    code: (w) => `${w.code} is your ${w.brand} code. Valid for ${w.minutes}. Do not share it.`,
    payment: (w) =>
      `${w.code} confirms your payment of ${w.amount} to ${w.payee}. Valid for ${w.minutes}. Do not share this code.`,
  },
  es: {
    code: (w) =>
      `${w.code} es su código de ${w.brand}. Válido durante ${w.minutes}. No lo comparta con nadie.`,
    payment: (w) =>
      `${w.code} confirma su pago de ${w.amount} a ${w.payee}. Válido durante ${w.minutes}. No comparta este código con nadie.`,
  },
  et: {
    code: (w) =>
      `${w.code} on teie ${w.brand} kood. Kehtib ${w.minutes}. Ärge jagage seda kellegagi.`,
    payment: (w) =>
      `${w.code} on kood makse kinnitamiseks: ${w.amount}, saaja ${w.payee}. Kehtib ${w.minutes}. Ärge jagage seda kellegagi.`,
  },
  fi: {
    code: (w) =>
      `${w.code} on ${w.brand}-koodisi. Voimassa ${w.minutes}. Älä jaa sitä kenellekään.`,
    payment: (w) =>
      `${w.code} on koodi maksun vahvistamiseen: ${w.amount}, saaja ${w.payee}. Voimassa ${w.minutes}. Älä jaa sitä kenellekään.`,
  },
  fil: {
    code: (w) =>
      `${w.code} ang iyong ${w.brand} code. May bisa nang ${w.minutes}. Huwag itong ibahagi kaninuman.`,
    payment: (w) =>
      `${w.code} ang code para kumpirmahin ang bayad na ${w.amount} kay ${w.payee}. May bisa nang ${w.minutes}. Huwag itong ibahagi kaninuman.`,
  },
  fr: {
    code: (w) =>
      `${w.code} est votre code ${w.brand}. Valable ${w.minutes}. Ne le communiquez à personne.`,
    payment: (w) =>
      `${w.code} confirme votre paiement de ${w.amount} à ${w.payee}. Valable ${w.minutes}. Ne communiquez ce code à personne.`,
  },
  hi: {
    code: (w) => `${w.code} आपका ${w.brand} कोड है। ${w.minutes} तक मान्य। इसे किसी के साथ साझा न करें।`,
    payment: (w) =>
      `${w.code}: ${w.payee} को ${w.amount} के भुगतान की पुष्टि का कोड। ${w.minutes} तक मान्य। इसे किसी के साथ साझा न करें।`,
  },
  hu: {
    code: (w) =>
      `${w.code} az Ön ${w.brand} kódja. ${w.minutes}ig érvényes. Ne ossza meg senkivel.`,
    payment: (w) =>
      `${w.code} a fizetés megerősítő kódja: ${w.amount}, kedvezményezett: ${w.payee}. ${w.minutes}ig érvényes. Ne ossza meg senkivel.`,
  },
  id: {
    code: (w) =>
      `${w.code} adalah kode ${w.brand} Anda. Berlaku ${w.minutes}. Jangan bagikan kepada siapa pun.`,
    payment: (w) =>
      `${w.code} adalah kode konfirmasi pembayaran ${w.amount} ke ${w.payee}. Berlaku ${w.minutes}. Jangan bagikan kepada siapa pun.`,
  },
  is: {
    code: (w) =>
      `${w.code} er kóðinn þinn fyrir ${w.brand}. Gildir í ${w.minutes}. Ekki deila honum með neinum.`,
    payment: (w) =>
      `${w.code} staðfestir greiðslu ${w.amount} til ${w.payee}. Gildir í ${w.minutes}. Ekki deila kóðanum með neinum.`,
  },
  it: {
    code: (w) =>
      `${w.code} è il suo codice ${w.brand}. Valido per ${w.minutes}. Non lo comunichi a nessuno.`,
    payment: (w) =>
      `${w.code} conferma il pagamento di ${w.amount} a ${w.payee}. Valido per ${w.minutes}. Non comunichi il codice a nessuno.`,
  },
  ja: {
    code: (w) =>
      `${w.code} は ${w.brand} の認証コードです。${w.minutes}間有効です。他の人に教えないでください。`,
    payment: (w) =>
      `${w.code} は ${w.payee} への ${w.amount} のお支払いの認証コードです。${w.minutes}間有効です。他の人に教えないでください。`,
  },
  ko: {
    code: (w) =>
      `${w.code} 은(는) ${w.brand} 인증번호입니다. ${w.minutes}간 유효합니다. 다른 사람에게 알려주지 마세요.`,
    payment: (w) =>
      `${w.code} 은(는) ${w.payee}에 ${w.amount}을(를) 결제하기 위한 인증번호입니다. ${w.minutes}간 유효합니다. 다른 사람에게 알려주지 마세요.`,
  },
  lt: {
    code: (w) =>
      `${w.code} yra Jūsų ${w.brand} kodas. Galioja ${w.minutes}. Niekam jo neatskleiskite.`,
    payment: (w) =>
      `${w.code} patvirtina mokėjimą: ${w.amount}, gavėjas ${w.payee}. Galioja ${w.minutes}. Niekam neatskleiskite kodo.`,
  },
  lv: {
    code: (w) => `${w.code} ir jūsu ${w.brand} kods. Derīgs ${w.minutes}. Neizpaudiet to nevienam.`,
    payment: (w) =>
      `${w.code} apstiprina maksājumu ${w.amount}, saņēmējs ${w.payee}. Derīgs ${w.minutes}. Neizpaudiet kodu nevienam.`,
  },
  nb: {
    code: (w) =>
      `${w.code} er koden din for ${w.brand}. Gyldig i ${w.minutes}. Ikke del den med noen.`,
    payment: (w) =>
      `${w.code} bekrefter betalingen din på ${w.amount} til ${w.payee}. Gyldig i ${w.minutes}. Ikke del koden med noen.`,
  },
  nl: {
    code: (w) =>
      `${w.code} is uw code voor ${w.brand}. Geldig gedurende ${w.minutes}. Deel deze met niemand.`,
    payment: (w) =>
      `${w.code} bevestigt uw betaling van ${w.amount} aan ${w.payee}. Geldig gedurende ${w.minutes}. Deel deze code met niemand.`,
  },
  pl: {
    code: (w) =>
      `${w.code} to Twój kod ${w.brand}. Ważny przez ${w.minutes}. Nikomu go nie podawaj.`,
    payment: (w) =>
      `${w.code} to kod potwierdzający płatność: ${w.amount}, odbiorca ${w.payee}. Ważny przez ${w.minutes}. Nikomu go nie podawaj.`,
  },
  pt: {
    code: (w) =>
      `${w.code} é o seu código ${w.brand}. Válido durante ${w.minutes}. Não o partilhe com ninguém.`,
    payment: (w) =>
      `${w.code} confirma o seu pagamento de ${w.amount} a ${w.payee}. Válido durante ${w.minutes}. Não partilhe este código com ninguém.`,
  },
  'pt-br': {
    code: (w) =>
      `${w.code} é o seu código ${w.brand}. Válido por ${w.minutes}. Não o compartilhe com ninguém.`,
    payment: (w) =>
      `${w.code} confirma o seu pagamento de ${w.amount} para ${w.payee}. Válido por ${w.minutes}. Não compartilhe este código com ninguém.`,
  },
  ro: {
    code: (w) =>
      `${w.code} este codul dvs. ${w.brand}. Valabil ${w.minutes}. Nu îl comunicați nimănui.`,
    payment: (w) =>
      `${w.code} confirmă plata de ${w.amount} către ${w.payee}. Valabil ${w.minutes}. Nu comunicați codul nimănui.`,
  },
  ru: {
    code: (w) => `${w.code} — ваш код ${w.brand}. Действует ${w.minutes}. Никому его не сообщайте.`,
    payment: (w) =>
      `${w.code} — код подтверждения платежа ${w.amount}, получатель ${w.payee}. Действует ${w.minutes}. Никому его не сообщайте.`,
  },
  sk: {
    code: (w) => `${w.code} je váš kód pre ${w.brand}. Platí ${w.minutes}. Nikomu ho neprezraďte.`,
    payment: (w) =>
      `${w.code} potvrdzuje platbu ${w.amount}, príjemca ${w.payee}. Platí ${w.minutes}. Kód nikomu neprezraďte.`,
  },
  sl: {
    code: (w) =>
      `${w.code} je vaša koda za ${w.brand}. Velja ${w.minutes}. Ne delite je z nikomer.`,
    payment: (w) =>
      `${w.code} potrjuje plačilo ${w.amount}, prejemnik ${w.payee}. Velja ${w.minutes}. Kode ne delite z nikomer.`,
  },
  sv: {
    code: (w) =>
      `${w.code} är din kod för ${w.brand}. Giltig i ${w.minutes}. Dela den inte med någon.`,
    payment: (w) =>
      `${w.code} bekräftar din betalning av ${w.amount} till ${w.payee}. Giltig i ${w.minutes}. Dela inte koden med någon.`,
  },
  th: {
    code: (w) => `${w.code} คือรหัสยืนยัน ${w.brand} ของคุณ ใช้ได้ภายใน ${w.minutes} โปรดอย่าบอกรหัสนี้กับผู้อื่น`,
    payment: (w) =>
      `${w.code} คือรหัสยืนยันการชำระเงิน ${w.amount} ให้ ${w.payee} ใช้ได้ภายใน ${w.minutes} โปรดอย่าบอกรหัสนี้กับผู้อื่น`,
  },
  tr: {
    code: (w) => `${w.code}, ${w.brand} kodunuzdur. ${w.minutes} geçerlidir. Kimseyle paylaşmayın.`,
    payment: (w) =>
      `${w.code}, ödeme onay kodunuzdur: ${w.amount}, alıcı ${w.payee}. ${w.minutes} geçerlidir. Kimseyle paylaşmayın.`,
  },
  vi: {
    code: (w) =>
      `${w.code} là mã ${w.brand} của bạn. Có hiệu lực trong ${w.minutes}. Không chia sẻ mã này với bất kỳ ai.`,
    payment: (w) =>
      `${w.code} là mã xác nhận thanh toán ${w.amount} cho ${w.payee}. Có hiệu lực trong ${w.minutes}. Không chia sẻ mã này với bất kỳ ai.`,
  },
  yue: {
    code: (w) => `${w.code} 係你嘅 ${w.brand} 驗證碼，${w.minutes}內有效。唔好話畀其他人知。`,
    payment: (w) =>
      `${w.code} 係向 ${w.payee} 支付 ${w.amount} 嘅驗證碼，${w.minutes}內有效。唔好話畀其他人知。`,
  },
  zh: {
    code: (w) => `${w.code} 是您的 ${w.brand} 验证码，${w.minutes}内有效。请勿告诉他人。`,
    payment: (w) =>
      `${w.code} 是您向 ${w.payee} 支付 ${w.amount} 的验证码，${w.minutes}内有效。请勿告诉他人。`,
  },
  'zh-tw': {
    code: (w) => `${w.code} 是您的 ${w.brand} 驗證碼，${w.minutes}內有效。請勿告訴他人。`,
    payment: (w) =>
      `${w.code} 是您向 ${w.payee} 支付 ${w.amount} 的驗證碼，${w.minutes}內有效。請勿告訴他人。`,
  },
};
