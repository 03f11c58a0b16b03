import type { Phrase, PhraseTable } from '../../kernel/wording.ts';

interface VoiceTexts {
  readonly code: Phrase;
  readonly payment: Phrase;
}

export const texts: PhraseTable<VoiceTexts> = {
  ar: {
    code: (w) =>
      `يرجى إدخال رمز التفعيل الخاص بـ ${w.brand}: ${w.code}، أكرر ${w.code}، صالح لمدة ${w.minutes}.`,
    payment: (w) =>
      `أنت على وشك دفع ${w.amount} إلى ${w.payee}. للتأكيد، أدخل الرمز ${w.code}، أكرر ${w.code}، صالح لمدة ${w.minutes}.`,
  },
  bg: {
    code: (w) =>
      `Моля, въведете Вашия код за активиране за ${w.brand}: ${w.code}, повтарям: ${w.code}, важи ${w.minutes}.`,
    payment: (w) =>
      `Плащате ${w.amount} на ${w.payee}. За потвърждение въведете кода ${w.code}, повтарям: ${w.code}, важи ${w.minutes}.`,
  },
  cs: {
    code: (w) =>
      `Zadejte prosím svůj aktivační kód pro ${w.brand}: ${w.code}, opakuji ${w.code}, platí ${w.minutes}.`,
    payment: (w) =>
      `Platíte ${w.amount}, příjemce je ${w.payee}. Pro potvrzení zadejte kód ${w.code}, opakuji ${w.code}, platí ${w.minutes}.`,
  },
  cy: {
    code: (w) =>
      `Rhowch eich cod actifadu ${w.brand}: ${w.code}, rwy'n ailadrodd ${w.code}, yn ddilys am ${w.minutes}.`,
    payment: (w) =>
      `Rydych yn talu ${w.amount} i ${w.payee}. I gadarnhau, rhowch y cod ${w.code}, rwy'n ailadrodd ${w.code}, yn ddilys am ${w.minutes}.`,
  },
  da: {
    code: (w) =>
      `Indtast din aktiveringskode til ${w.brand}: ${w.code}, jeg gentager ${w.code}, den gælder i ${w.minutes}.`,
    payment: (w) =>
      `Du er ved at betale ${w.amount} til ${w.payee}. Bekræft med koden ${w.code}, jeg gentager ${w.code}, den gælder i ${w.minutes}.`,
  },
  de: {
    code: (w) =>
      `Bitte geben Sie Ihren Aktivierungscode für ${w.brand} ein: ${w.code}, ich wiederhole ${w.code}, gültig für ${w.minutes}.`,
    payment: (w) =>
      `Sie zahlen ${w.amount} an ${w.payee}. Zur Bestätigung geben Sie bitte den Code ${w.code} ein, ich wiederhole ${w.code}, gültig für ${w.minutes}.`,
  },
  el: {
    code: (w) =>
      `Παρακαλώ εισαγάγετε τον κωδικό ενεργοποίησης για ${w.brand}: ${w.code}, επαναλαμβάνω ${w.code}, ισχύει για ${w.minutes}.`,
    payment: (w) =>
      `Πληρώνετε ${w.amount} προς ${w.payee}. Για επιβεβαίωση εισαγάγετε τον κωδικό ${w.code}, επαναλαμβάνω ${w.code}, ισχύει για ${w.minutes}.`,
  },
  en: {
    code: (w) =>
      `Please enter your ${w.brand} activation code ${w.code}, I repeat ${w.code}, valid the next ${w.minutes}.`,
    payment: (w) =>
      `You are paying ${w.amount} to ${w.payee}. To confirm, please enter the code ${w.code}, I repeat ${w.code}, valid the next ${w.minutes}.`,
  },
  es: {
    code: (w) =>
      `Por favor, introduzca su código de activación de ${w.brand}: ${w.code}, repito, ${w.code}, válido durante ${w.minutes}.`,
    payment: (w) =>
      `Va a pagar ${w.amount} a ${w.payee}. Para confirmar, introduzca el código ${w.code}, repito, ${w.code}, válido durante ${w.minutes}.`,
  },
  et: {
    code: (w) =>
      `Palun sisestage oma ${w.brand} aktiveerimiskood ${w.code}, kordan: ${w.code}, kehtib ${w.minutes}.`,
    payment: (w) =>
      `Maksate ${w.amount}, saaja on ${w.payee}. Kinnitamiseks sisestage kood ${w.code}, kordan: ${w.code}, kehtib ${w.minutes}.`,
  },
  fi: {
    code: (w) =>
      `Syötä ${w.brand}-aktivointikoodisi ${w.code}, toistan ${w.code}, voimassa ${w.minutes}.`,
    payment: (w) =>
      `Olet maksamassa ${w.amount}, saaja on ${w.payee}. Vahvista syöttämällä koodi ${w.code}, toistan ${w.code}, voimassa ${w.minutes}.`,
  },
  fil: {
    code: (w) =>
      `Pakilagay ang iyong ${w.brand} activation code ${w.code}, inuulit ko, ${w.code}, may bisa nang ${w.minutes}.`,
    payment: (w) =>
      `Magbabayad ka ng ${w.amount} kay ${w.payee}. Para kumpirmahin, ilagay ang code ${w.code}, inuulit ko, ${w.code}, may bisa nang ${w.minutes}.`,
  },
  fr: {
    code: (w) =>
      `Veuillez saisir votre code d'activation ${w.brand} : ${w.code}, je répète, ${w.code}, valable ${w.minutes}.`,
    payment: (w) =>
      `Vous allez payer ${w.amount} à ${w.payee}. Pour confirmer, veuillez saisir le code ${w.code}, je répète, ${w.code}, valable ${w.minutes}.`,
  },
  hi: {
    code: (w) =>
      `कृपया अपना ${w.brand} सक्रियण कोड दर्ज करें: ${w.code}, मैं दोहराता हूँ, ${w.code}, यह अगले ${w.minutes} तक मान्य है।`,
    payment: (w) =>
      `आप ${w.payee} को ${w.amount} का भुगतान कर रहे हैं। पुष्टि के लिए कोड दर्ज करें: ${w.code}, मैं दोहराता हूँ, ${w.code}, यह अगले ${w.minutes} तक मान्य है।`,
  },
  hu: {
    code: (w) =>
      `Kérjük, adja meg ${w.brand} aktiváló kódját: ${w.code}, ismétlem: ${w.code}, ${w.minutes}ig érvényes.`,
    payment: (w) =>
      `A fizetendő összeg ${w.amount}, a kedvezményezett ${w.payee}. A megerősítéshez adja meg a kódot: ${w.code}, ismétlem: ${w.code}, ${w.minutes}ig érvényes.`,
  },
  id: {
    code: (w) =>
      `Silakan masukkan kode aktivasi ${w.brand} Anda ${w.code}, saya ulangi ${w.code}, berlaku selama ${w.minutes}.`,
    payment: (w) =>
      `Anda akan membayar ${w.amount} kepada ${w.payee}. Untuk konfirmasi, masukkan kode ${w.code}, saya ulangi ${w.code}, berlaku selama ${w.minutes}.`,
  },
  is: {
    code: (w) =>
      `Vinsamlegast sláðu inn virkjunarkóðann þinn fyrir ${w.brand}: ${w.code}, ég endurtek ${w.code}, gildir í ${w.minutes}.`,
    payment: (w) =>
      `Þú ert að greiða ${w.amount} til ${w.payee}. Til að staðfesta skaltu slá inn kóðann ${w.code}, ég endurtek ${w.code}, gildir í ${w.minutes}.`,
  },
  it: {
    code: (w) =>
      `Inserisca il suo codice di attivazione ${w.brand}: ${w.code}, ripeto, ${w.code}, valido per ${w.minutes}.`,
    payment: (w) =>
      `Sta per pagare ${w.amount} a ${w.payee}. Per confermare, inserisca il codice ${w.code}, ripeto, ${w.code}, valido per ${w.minutes}.`,
  },
  ja: {
    code: (w) =>
      `${w.brand} の認証コードを入力してください。${w.code}。繰り返します。${w.code}。${w.minutes}間有効です。`,
    payment: (w) =>
      `${w.payee} に ${w.amount} を支払います。確認のため、次のコードを入力してください。${w.code}。繰り返します。${w.code}。${w.minutes}間有効です。`,
  },
  ko: {
    code: (w) =>
      `${w.brand} 인증번호를 입력해 주세요. ${w.code}. 다시 말씀드립니다. ${w.code}. ${w.minutes}간 유효합니다.`,
    payment: (w) =>
      `${w.payee}에 ${w.amount} 결제를 진행합니다. 확인하려면 인증번호를 입력해 주세요. ${w.code}. 다시 말씀드립니다. ${w.code}. ${w.minutes}간 유효합니다.`,
  },
  lt: {
    code: (w) =>
      `Įveskite savo ${w.brand} aktyvinimo kodą: ${w.code}, kartoju: ${w.code}, galioja ${w.minutes}.`,
    payment: (w) =>
      `Mokate ${w.amount}, gavėjas – ${w.payee}. Kad patvirtintumėte, įveskite kodą: ${w.code}, kartoju: ${w.code}, galioja ${w.minutes}.`,
  },
  lv: {
    code: (w) =>
      `Lūdzu, ievadiet savu ${w.brand} aktivizācijas kodu: ${w.code}, atkārtoju: ${w.code}, derīgs ${w.minutes}.`,
    payment: (w) =>
      `Jūs maksājat ${w.amount}, saņēmējs ir ${w.payee}. Lai apstiprinātu, ievadiet kodu: ${w.code}, atkārtoju: ${w.code}, derīgs ${w.minutes}.`,
  },
  nb: {
    code: (w) =>
      `Tast inn aktiveringskoden din for ${w.brand}: ${w.code}, jeg gjentar ${w.code}, gyldig i ${w.minutes}.`,
    payment: (w) =>
      `Du er i ferd med å betale ${w.amount} til ${w.payee}. Bekreft med koden ${w.code}, jeg gjentar ${w.code}, gyldig i ${w.minutes}.`,
  },
  nl: {
    code: (w) =>
      `Voer uw activeringscode voor ${w.brand} in: ${w.code}, ik herhaal ${w.code}, geldig gedurende ${w.minutes}.`,
    payment: (w) =>
      `U betaalt ${w.amount} aan ${w.payee}. Voer ter bevestiging de code ${w.code} in, ik herhaal ${w.code}, geldig gedurende ${w.minutes}.`,
  },
  pl: {
    code: (w) =>
      `Proszę wprowadzić kod aktywacyjny ${w.brand}: ${w.code}, powtarzam: ${w.code}, ważny przez ${w.minutes}.`,
    payment: (w) =>
      `Kwota płatności to ${w.amount}, odbiorca: ${w.payee}. Aby potwierdzić, proszę wprowadzić kod ${w.code}, powtarzam: ${w.code}, ważny przez ${w.minutes}.`,
  },
  pt: {
    code: (w) =>
      `Por favor, introduza o seu código de ativação ${w.brand}: ${w.code}, repito, ${w.code}, válido durante ${w.minutes}.`,
    payment: (w) =>
      `Vai pagar ${w.amount} a ${w.payee}. Para confirmar, introduza o código ${w.code}, repito, ${w.code}, válido durante ${w.minutes}.`,
  },
  'pt-br': {
    code: (w) =>
      `Por favor, digite o seu código de ativação ${w.brand}: ${w.code}, repito, ${w.code}, válido por ${w.minutes}.`,
    payment: (w) =>
      `Você vai pagar ${w.amount} para ${w.payee}. Para confirmar, digite o código ${w.code}, repito, ${w.code}, válido por ${w.minutes}.`,
  },
  ro: {
    code: (w) =>
      `Vă rugăm să introduceți codul de activare ${w.brand}: ${w.code}, repet, ${w.code}, valabil ${w.minutes}.`,
    payment: (w) =>
      `Plătiți ${w.amount} către ${w.payee}. Pentru confirmare, introduceți codul ${w.code}, repet, ${w.code}, valabil ${w.minutes}.`,
  },
  ru: {
    code: (w) =>
      `Пожалуйста, введите код активации ${w.brand}: ${w.code}, повторяю: ${w.code}, код действует ${w.minutes}.`,
    payment: (w) =>
      `Вы платите ${w.amount}, получатель ${w.payee}. Для подтверждения введите код ${w.code}, повторяю: ${w.code}, код действует ${w.minutes}.`,
  },
  sk: {
    code: (w) =>
      `Zadajte, prosím, svoj aktivačný kód pre ${w.brand}: ${w.code}, opakujem ${w.code}, platí ${w.minutes}.`,
    payment: (w) =>
      `Platíte ${w.amount}, príjemca je ${w.payee}. Na potvrdenie zadajte kód ${w.code}, opakujem ${w.code}, platí ${w.minutes}.`,
  },
  sl: {
    code: (w) =>
      `Vnesite svojo aktivacijsko kodo za ${w.brand}: ${w.code}, ponavljam ${w.code}, velja ${w.minutes}.`,
    payment: (w) =>
      `Plačujete ${w.amount}, prejemnik je ${w.payee}. Za potrditev vnesite kodo ${w.code}, ponavljam ${w.code}, velja ${w.minutes}.`,
  },
  sv: {
    code: (w) =>
      `Ange din aktiveringskod för ${w.brand}: ${w.code}, jag upprepar ${w.code}, giltig i ${w.minutes}.`,
    payment: (w) =>
      `Du håller på att betala ${w.amount} till ${w.payee}. Bekräfta med koden ${w.code}, jag upprepar ${w.code}, giltig i ${w.minutes}.`,
  },
  th: {
    code: (w) =>
      `กรุณาใส่รหัสเปิดใช้งาน ${w.brand} ของคุณ ${w.code} ขอทวนอีกครั้ง ${w.code} ใช้ได้ภายใน ${w.minutes}`,
    payment: (w) =>
      `คุณกำลังชำระเงิน ${w.amount} ให้ ${w.payee} เพื่อยืนยัน กรุณาใส่รหัส ${w.code} ขอทวนอีกครั้ง ${w.code} ใช้ได้ภายใน ${w.minutes}`,
  },
  tr: {
    code: (w) =>
      `Lütfen ${w.brand} etkinleştirme kodunuzu girin: ${w.code}, tekrar ediyorum: ${w.code}, ${w.minutes} geçerlidir.`,
    payment: (w) =>
      `Ödeme tutarı ${w.amount}, alıcı ${w.payee}. Onaylamak için lütfen kodu girin: ${w.code}, tekrar ediyorum: ${w.code}, ${w.minutes} geçerlidir.`,
  },
  vi: {
    code: (w) =>
      `Vui lòng nhập mã kích hoạt ${w.brand} của bạn: ${w.code}, xin nhắc lại: ${w.code}, có hiệu lực trong ${w.minutes}.`,
    payment: (w) =>
      `Bạn sắp thanh toán ${w.amount} cho ${w.payee}. Để xác nhận, vui lòng nhập mã: ${w.code}, xin nhắc lại: ${w.code}, có hiệu lực trong ${w.minutes}.`,
  },
  yue: {
    code: (w) =>
      `請輸入你嘅 ${w.brand} 啟動碼：${w.code}，我再講一次：${w.code}，${w.minutes}內有效。`,
    payment: (w) =>
      `你正向 ${w.payee} 支付 ${w.amount}。請輸入驗證碼確認：${w.code}，我再講一次：${w.code}，${w.minutes}內有效。`,
  },
  zh: {
    code: (w) =>
      `请输入您的 ${w.brand} 激活码：${w.code}，我再重复一遍：${w.code}，${w.minutes}内有效。`,
    payment: (w) =>
      `您正在向 ${w.payee} 支付 ${w.amount}。请输入验证码确认：${w.code}，我再重复一遍：${w.code}，${w.minutes}内有效。`,
  },
  'zh-tw': {
    code: (w) =>
      `請輸入您的 ${w.brand} 啟用碼：${w.code}，我再重複一次：${w.code}，${w.minutes}內有效。`,
    payment: (w) =>
      `您正在向 ${w.payee} 支付 ${w.amount}。請輸入驗證碼確認：${w.code}，我再重複一次：${w.code}，${w.minutes}內有效。`,
  },
};
