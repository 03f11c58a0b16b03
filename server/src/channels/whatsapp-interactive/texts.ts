/** Questions a tap answers; a button has room for 20 characters. */
import type { Phrase, PhraseTable } from '../../kernel/wording.ts';

interface InteractiveTexts {
  readonly signIn: Phrase;
  readonly payment: Phrase;
  readonly yes: string;
  readonly no: string;
}

export const texts: PhraseTable<InteractiveTexts> = {
  ar: {
    signIn: (w) => `هل تحاول تأكيد هويتك لدى ${w.brand}؟ أجب خلال ${w.minutes}.`,
    payment: (w) => `هل تؤكد دفع ${w.amount} إلى ${w.payee}؟ أجب خلال ${w.minutes}.`,
    yes: 'نعم',
    no: 'لا',
  },
  bg: {
    signIn: (w) =>
      `Вие ли потвърждавате самоличността си пред ${w.brand}? Отговорете до ${w.minutes}.`,
    payment: (w) =>
      `Потвърждавате ли плащане на ${w.amount} към ${w.payee}? Отговорете до ${w.minutes}.`,
    yes: 'Да',
    no: 'Не',
  },
  cs: {
    signIn: (w) => `${w.brand}: jste to vy, kdo se právě ověřuje? Na odpověď máte ${w.minutes}.`,
    payment: (w) =>
      `Potvrzujete platbu ${w.amount}, příjemce ${w.payee}? Na odpověď máte ${w.minutes}.`,
    yes: 'Ano',
    no: 'Ne',
  },
  cy: {
    signIn: (w) => `Ai chi sy'n cadarnhau pwy ydych chi i ${w.brand}? Atebwch o fewn ${w.minutes}.`,
    payment: (w) =>
      `Ydych chi'n cadarnhau taliad o ${w.amount} i ${w.payee}? Atebwch o fewn ${w.minutes}.`,
    yes: 'Ie',
    no: 'Na',
  },
  da: {
    signIn: (w) => `Er det dig, der bekræfter dig hos ${w.brand}? Svar inden for ${w.minutes}.`,
    payment: (w) =>
      `Bekræfter du betalingen af ${w.amount} til ${w.payee}? Svar inden for ${w.minutes}.`,
    yes: 'Ja',
    no: 'Nej',
  },
  de: {
    signIn: (w) =>
      `Bestätigen Sie sich gerade bei ${w.brand}? Antworten Sie innerhalb von ${w.minutes}.`,
    payment: (w) =>
      `Bestätigen Sie die Zahlung von ${w.amount} an ${w.payee}? Antworten Sie innerhalb von ${w.minutes}.`,
    yes: 'Ja',
    no: 'Nein',
  },
  el: {
    signIn: (w) =>
      `Εσείς επιβεβαιώνετε την ταυτότητά σας στο ${w.brand}; Απαντήστε εντός ${w.minutes}.`,
    payment: (w) =>
      `Επιβεβαιώνετε την πληρωμή ${w.amount} προς ${w.payee}; Απαντήστε εντός ${w.minutes}.`,
    yes: 'Ναι',
    no: 'Όχι',
  },
  en: {
    signIn: (w) => `Are you confirming that it is you with ${w.brand}? Answer within ${w.minutes}.`,
    payment: (w) =>
      `Do you confirm your payment of ${w.amount} to ${w.payee}? Answer within ${w.minutes}.`,
    yes: 'Yes',
    no: 'No',
  },
  es: {
    signIn: (w) => `¿Está usted verificando su identidad en ${w.brand}? Responda en ${w.minutes}.`,
    payment: (w) => `¿Confirma el pago de ${w.amount} a ${w.payee}? Responda en ${w.minutes}.`,
    yes: 'Sí',
    no: 'No',
  },
  et: {
    signIn: (w) =>
      `${w.brand}: kas see olete teie, kes end praegu kinnitab? Vastamiseks on ${w.minutes}.`,
    payment: (w) =>
      `Kas kinnitate makse ${w.amount}, saaja ${w.payee}? Vastamiseks on ${w.minutes}.`,
    yes: 'Jah',
    no: 'Ei',
  },
  fi: {
    signIn: (w) =>
      `${w.brand}: vahvistatko henkilöllisyyttäsi juuri nyt? Vastausaikaa on ${w.minutes}.`,
    payment: (w) =>
      `Vahvistatko maksun ${w.amount}, saaja ${w.payee}? Vastausaikaa on ${w.minutes}.`,
    yes: 'Kyllä',
    no: 'Ei',
  },
  fil: {
    signIn: (w) => `Ikaw ba ang nagpapatunay sa ${w.brand}? Sumagot sa loob ng ${w.minutes}.`,
    payment: (w) =>
      `Kinukumpirma mo ba ang bayad na ${w.amount} sa ${w.payee}? Sumagot sa loob ng ${w.minutes}.`,
    yes: 'Oo',
    no: 'Hindi',
  },
  fr: {
    signIn: (w) =>
      `Est-ce bien vous qui vous identifiez auprès de ${w.brand} ? Répondez sous ${w.minutes}.`,
    payment: (w) =>
      `Confirmez-vous le paiement de ${w.amount} à ${w.payee} ? Répondez sous ${w.minutes}.`,
    yes: 'Oui',
    no: 'Non',
  },
  hi: {
    signIn: (w) => `क्या आप ${w.brand} पर अपनी पहचान की पुष्टि कर रहे हैं? ${w.minutes} के भीतर उत्तर दें।`,
    payment: (w) =>
      `क्या आप ${w.payee} को ${w.amount} के भुगतान की पुष्टि करते हैं? ${w.minutes} के भीतर उत्तर दें।`,
    yes: 'हाँ',
    no: 'नहीं',
  },
  hu: {
    signIn: (w) => `${w.brand}: most Ön igazolja magát? A válaszra ${w.minutes} áll rendelkezésre.`,
    payment: (w) =>
      `Megerősíti a fizetést? Összeg: ${w.amount}, kedvezményezett: ${w.payee}. A válaszra ${w.minutes} áll rendelkezésre.`,
    yes: 'Igen',
    no: 'Nem',
  },
  id: {
    signIn: (w) => `Apakah Anda sedang memverifikasi diri di ${w.brand}? Jawab dalam ${w.minutes}.`,
    payment: (w) =>
      `Apakah Anda mengonfirmasi pembayaran ${w.amount} kepada ${w.payee}? Jawab dalam ${w.minutes}.`,
    yes: 'Ya',
    no: 'Tidak',
  },
  is: {
    signIn: (w) => `${w.brand}: ert það þú sem ert að staðfesta þig? Svarfrestur er ${w.minutes}.`,
    payment: (w) =>
      `Staðfestir þú greiðslu á ${w.amount} til ${w.payee}? Svarfrestur er ${w.minutes}.`,
    yes: 'Já',
    no: 'Nei',
  },
  it: {
    signIn: (w) =>
      `È lei che sta confermando la sua identità con ${w.brand}? Risponda entro ${w.minutes}.`,
    payment: (w) =>
      `Conferma il pagamento di ${w.amount} a ${w.payee}? Risponda entro ${w.minutes}.`,
    yes: 'Sì',
    no: 'No',
  },
  ja: {
    signIn: (w) =>
      `${w.brand} の本人確認をしているのはあなたですか？${w.minutes}以内にお答えください。`,
    payment: (w) =>
      `${w.payee} への ${w.amount} のお支払いを承認しますか？${w.minutes}以内にお答えください。`,
    yes: 'はい',
    no: 'いいえ',
  },
  ko: {
    signIn: (w) => `지금 ${w.brand}에서 본인 인증을 하고 계신가요? ${w.minutes} 안에 답해 주세요.`,
    payment: (w) =>
      `${w.payee}에 ${w.amount} 결제를 승인하시겠습니까? ${w.minutes} 안에 답해 주세요.`,
    yes: '예',
    no: '아니요',
  },
  lt: {
    signIn: (w) =>
      `${w.brand}: ar tai jūs dabar patvirtinate tapatybę? Atsakymui skirta: ${w.minutes}.`,
    payment: (w) =>
      `Ar patvirtinate mokėjimą ${w.amount}, gavėjas ${w.payee}? Atsakymui skirta: ${w.minutes}.`,
    yes: 'Taip',
    no: 'Ne',
  },
  lv: {
    signIn: (w) =>
      `${w.brand}: vai tas esat jūs, kas apstiprina identitāti? Atbildei atvēlēts: ${w.minutes}.`,
    payment: (w) =>
      `Vai apstiprināt maksājumu ${w.amount}, saņēmējs ${w.payee}? Atbildei atvēlēts: ${w.minutes}.`,
    yes: 'Jā',
    no: 'Nē',
  },
  nb: {
    signIn: (w) => `Er det du som bekrefter deg hos ${w.brand}? Svar innen ${w.minutes}.`,
    payment: (w) =>
      `Bekrefter du betalingen på ${w.amount} til ${w.payee}? Svar innen ${w.minutes}.`,
    yes: 'Ja',
    no: 'Nei',
  },
  nl: {
    signIn: (w) => `Bent u het die zich nu bij ${w.brand} bevestigt? Antwoord binnen ${w.minutes}.`,
    payment: (w) =>
      `Bevestigt u uw betaling van ${w.amount} aan ${w.payee}? Antwoord binnen ${w.minutes}.`,
    yes: 'Ja',
    no: 'Nee',
  },
  pl: {
    signIn: (w) =>
      `${w.brand}: czy to Ty potwierdzasz teraz swoją tożsamość? Czas na odpowiedź: ${w.minutes}.`,
    payment: (w) =>
      `Czy potwierdzasz płatność ${w.amount}, odbiorca ${w.payee}? Czas na odpowiedź: ${w.minutes}.`,
    yes: 'Tak',
    no: 'Nie',
  },
  pt: {
    signIn: (w) =>
      `É você que está a confirmar a sua identidade em ${w.brand}? Responda dentro de ${w.minutes}.`,
    payment: (w) =>
      `Confirma o pagamento de ${w.amount} a ${w.payee}? Responda dentro de ${w.minutes}.`,
    yes: 'Sim',
    no: 'Não',
  },
  'pt-br': {
    signIn: (w) =>
      `É você que está confirmando sua identidade em ${w.brand}? Responda em até ${w.minutes}.`,
    payment: (w) =>
      `Você confirma o pagamento de ${w.amount} para ${w.payee}? Responda em até ${w.minutes}.`,
    yes: 'Sim',
    no: 'Não',
  },
  ro: {
    signIn: (w) =>
      `Dumneavoastră vă confirmați identitatea la ${w.brand}? Răspundeți în ${w.minutes}.`,
    payment: (w) => `Confirmați plata de ${w.amount} către ${w.payee}? Răspundeți în ${w.minutes}.`,
    yes: 'Da',
    no: 'Nu',
  },
  ru: {
    signIn: (w) =>
      `${w.brand}: это вы сейчас подтверждаете свою личность? Время на ответ: ${w.minutes}.`,
    payment: (w) =>
      `Подтверждаете платёж ${w.amount}, получатель ${w.payee}? Время на ответ: ${w.minutes}.`,
    yes: 'Да',
    no: 'Нет',
  },
  sk: {
    signIn: (w) => `${w.brand}: ste to vy, kto sa práve overuje? Na odpoveď máte ${w.minutes}.`,
    payment: (w) =>
      `Potvrdzujete platbu ${w.amount}, príjemca ${w.payee}? Na odpoveď máte ${w.minutes}.`,
    yes: 'Áno',
    no: 'Nie',
  },
  sl: {
    signIn: (w) =>
      `${w.brand}: ste to vi, ki zdaj potrjujete svojo istovetnost? Čas za odgovor: ${w.minutes}.`,
    payment: (w) =>
      `Ali potrjujete plačilo ${w.amount}, prejemnik ${w.payee}? Čas za odgovor: ${w.minutes}.`,
    yes: 'Da',
    no: 'Ne',
  },
  sv: {
    signIn: (w) => `Är det du som bekräftar dig hos ${w.brand}? Svara inom ${w.minutes}.`,
    payment: (w) =>
      `Bekräftar du betalningen av ${w.amount} till ${w.payee}? Svara inom ${w.minutes}.`,
    yes: 'Ja',
    no: 'Nej',
  },
  th: {
    signIn: (w) => `คุณกำลังยืนยันตัวตนกับ ${w.brand} ใช่หรือไม่ โปรดตอบภายใน ${w.minutes}`,
    payment: (w) => `คุณยืนยันการชำระเงิน ${w.amount} ให้ ${w.payee} ใช่หรือไม่ โปรดตอบภายใน ${w.minutes}`,
    yes: 'ใช่',
    no: 'ไม่ใช่',
  },
  tr: {
    signIn: (w) => `${w.brand} için kimliğini doğrulayan siz misiniz? Yanıt süresi: ${w.minutes}.`,
    payment: (w) =>
      `Ödemeyi onaylıyor musunuz: ${w.amount}, alıcı ${w.payee}? Yanıt süresi: ${w.minutes}.`,
    yes: 'Evet',
    no: 'Hayır',
  },
  vi: {
    signIn: (w) =>
      `Có phải bạn đang xác minh với ${w.brand} không? Hãy trả lời trong ${w.minutes}.`,
    payment: (w) =>
      `Bạn có xác nhận thanh toán ${w.amount} cho ${w.payee} không? Hãy trả lời trong ${w.minutes}.`,
    yes: 'Có',
    no: 'Không',
  },
  yue: {
    signIn: (w) => `係咪你而家向 ${w.brand} 驗證身分？請喺${w.minutes}內回覆。`,
    payment: (w) => `你係咪確認向 ${w.payee} 支付 ${w.amount}？請喺${w.minutes}內回覆。`,
    yes: '係',
    no: '唔係',
  },
  zh: {
    signIn: (w) => `是您正在向 ${w.brand} 验证身份吗？请在${w.minutes}内回复。`,
    payment: (w) => `您确认向 ${w.payee} 支付 ${w.amount} 吗？请在${w.minutes}内回复。`,
    yes: '是',
    no: '否',
  },
  'zh-tw': {
    signIn: (w) => `是您正在向 ${w.brand} 驗證身分嗎？請在${w.minutes}內回覆。`,
    payment: (w) => `您確認向 ${w.payee} 支付 ${w.amount} 嗎？請在${w.minutes}內回覆。`,
    yes: '是',
    no: '否',
  },
};
