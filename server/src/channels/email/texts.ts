import type { Phrase, PhraseTable } from '../../kernel/wording.ts';

/** The code stands on a line of its own between the opening and the closing. */
export interface EmailTexts {
  readonly codeSubject: Phrase;
  readonly code: Phrase;
  readonly paymentSubject: Phrase;
  readonly payment: Phrase;
  readonly closing: Phrase;
}

export const texts: PhraseTable<EmailTexts> = {
  ar: {
    codeSubject: (w) => `رمز التحقق الخاص بـ ${w.brand}`,
    code: (w) => `رمز التحقق الخاص بـ ${w.brand} هو:`,
    paymentSubject: (w) => `تأكيد الدفع إلى ${w.payee}`,
    payment: (w) => `لتأكيد دفع ${w.amount} إلى ${w.payee}، أدخل هذا الرمز:`,
    closing: (w) =>
      `صالح لمدة ${w.minutes}. إذا لم تطلبه فتجاهل هذه الرسالة، ولا تشارك الرمز مع أحد.`,
  },
  bg: {
    codeSubject: (w) => `Вашият код за потвърждение за ${w.brand}`,
    code: (w) => `Вашият код за потвърждение за ${w.brand} е:`,
    paymentSubject: (w) => `Потвърдете плащането към ${w.payee}`,
    payment: (w) => `За да потвърдите плащане на ${w.amount} към ${w.payee}, въведете този код:`,
    closing: (w) =>
      `Важи ${w.minutes}. Ако не сте го поискали, не обръщайте внимание на това съобщение и не споделяйте кода с никого.`,
  },
  cs: {
    codeSubject: (w) => `Váš ověřovací kód pro ${w.brand}`,
    code: (w) => `Váš ověřovací kód pro ${w.brand} je:`,
    paymentSubject: (w) => `Potvrzení platby, příjemce ${w.payee}`,
    payment: (w) => `Platbu ${w.amount}, příjemce ${w.payee}, potvrdíte tímto kódem:`,
    closing: (w) =>
      `Platí ${w.minutes}. Pokud jste o něj nežádali, tuto zprávu ignorujte a kód nikomu nesdělujte.`,
  },
  cy: {
    codeSubject: (w) => `Eich cod dilysu ${w.brand}`,
    code: (w) => `Eich cod dilysu ${w.brand} yw:`,
    paymentSubject: (w) => `Cadarnhau taliad i ${w.payee}`,
    payment: (w) => `I gadarnhau taliad o ${w.amount} i ${w.payee}, rhowch y cod hwn:`,
    closing: (w) =>
      `Yn ddilys am ${w.minutes}. Os na wnaethoch ofyn amdano, anwybyddwch y neges hon a pheidiwch â rhannu'r cod â neb.`,
  },
  da: {
    codeSubject: (w) => `Din bekræftelseskode til ${w.brand}`,
    code: (w) => `Din bekræftelseskode til ${w.brand} er:`,
    paymentSubject: (w) => `Bekræft din betaling til ${w.payee}`,
    payment: (w) => `Indtast denne kode for at bekræfte betalingen af ${w.amount} til ${w.payee}:`,
    closing: (w) =>
      `Den gælder i ${w.minutes}. Har du ikke bedt om den, kan du se bort fra denne besked. Del ikke koden med nogen.`,
  },
  de: {
    codeSubject: (w) => `Ihr Bestätigungscode für ${w.brand}`,
    code: (w) => `Ihr Bestätigungscode für ${w.brand} lautet:`,
    paymentSubject: (w) => `Bestätigen Sie Ihre Zahlung an ${w.payee}`,
    payment: (w) =>
      `Um die Zahlung von ${w.amount} an ${w.payee} zu bestätigen, geben Sie diesen Code ein:`,
    closing: (w) =>
      `Er ist ${w.minutes} gültig. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht und geben Sie den Code nicht weiter.`,
  },
  el: {
    codeSubject: (w) => `Ο κωδικός επαλήθευσής σας για ${w.brand}`,
    code: (w) => `Ο κωδικός επαλήθευσής σας για ${w.brand} είναι:`,
    paymentSubject: (w) => `Επιβεβαίωση πληρωμής προς ${w.payee}`,
    payment: (w) =>
      `Για να επιβεβαιώσετε την πληρωμή ${w.amount} προς ${w.payee}, εισαγάγετε αυτόν τον κωδικό:`,
    closing: (w) =>
      `Ισχύει για ${w.minutes}. Αν δεν τον ζητήσατε, αγνοήστε αυτό το μήνυμα και μην μοιραστείτε τον κωδικό με κανέναν.`,
  },
  en: {
    codeSubject: (w) => `Your ${w.brand} verification code`,
    code: (w) => `Your ${w.brand} verification code is:`,
    paymentSubject: (w) => `Confirm your payment to ${w.payee}`,
    payment: (w) => `To confirm your payment of ${w.amount} to ${w.payee}, enter this code:`,
    closing: (w) =>
      `It is valid for ${w.minutes}. If you did not ask for it, ignore this message and do not share the code.`,
  },
  es: {
    codeSubject: (w) => `Su código de verificación de ${w.brand}`,
    code: (w) => `Su código de verificación de ${w.brand} es:`,
    paymentSubject: (w) => `Confirme su pago a ${w.payee}`,
    payment: (w) => `Para confirmar su pago de ${w.amount} a ${w.payee}, introduzca este código:`,
    closing: (w) =>
      `Es válido durante ${w.minutes}. Si no lo ha solicitado, ignore este mensaje y no comparta el código con nadie.`,
  },
  et: {
    codeSubject: (w) => `Teie ${w.brand} kinnituskood`,
    code: (w) => `Teie ${w.brand} kinnituskood on:`,
    paymentSubject: (w) => `Kinnitage makse, saaja ${w.payee}`,
    payment: (w) => `Makse kinnitamiseks (${w.amount}, saaja ${w.payee}) sisestage see kood:`,
    closing: (w) =>
      `See kehtib ${w.minutes}. Kui te seda ei tellinud, eirake seda kirja ja ärge jagage koodi kellegagi.`,
  },
  fi: {
    codeSubject: (w) => `${w.brand}-vahvistuskoodisi`,
    code: (w) => `${w.brand}-vahvistuskoodisi on:`,
    paymentSubject: (w) => `Vahvista maksu, saaja ${w.payee}`,
    payment: (w) => `Vahvista maksu (${w.amount}, saaja ${w.payee}) syöttämällä tämä koodi:`,
    closing: (w) =>
      `Se on voimassa ${w.minutes}. Jos et pyytänyt koodia, jätä tämä viesti huomiotta äläkä jaa koodia kenellekään.`,
  },
  fil: {
    codeSubject: (w) => `Ang iyong ${w.brand} verification code`,
    code: (w) => `Ang iyong ${w.brand} verification code ay:`,
    paymentSubject: (w) => `Kumpirmahin ang bayad kay ${w.payee}`,
    payment: (w) =>
      `Para kumpirmahin ang bayad na ${w.amount} kay ${w.payee}, ilagay ang code na ito:`,
    closing: (w) =>
      `May bisa ito nang ${w.minutes}. Kung hindi mo ito hiniling, huwag pansinin ang mensaheng ito at huwag ibahagi ang code kaninuman.`,
  },
  fr: {
    codeSubject: (w) => `Votre code de vérification ${w.brand}`,
    code: (w) => `Votre code de vérification ${w.brand} est :`,
    paymentSubject: (w) => `Confirmez votre paiement à ${w.payee}`,
    payment: (w) =>
      `Pour confirmer votre paiement de ${w.amount} à ${w.payee}, saisissez ce code :`,
    closing: (w) =>
      `Il est valable ${w.minutes}. Si vous ne l’avez pas demandé, ignorez ce message et ne communiquez ce code à personne.`,
  },
  hi: {
    codeSubject: (w) => `आपका ${w.brand} सत्यापन कोड`,
    code: (w) => `आपका ${w.brand} सत्यापन कोड है:`,
    paymentSubject: (w) => `${w.payee} को भुगतान की पुष्टि करें`,
    payment: (w) => `${w.payee} को ${w.amount} के भुगतान की पुष्टि के लिए यह कोड दर्ज करें:`,
    closing: (w) =>
      `यह ${w.minutes} तक मान्य है। यदि आपने इसका अनुरोध नहीं किया है, तो इस संदेश को अनदेखा करें और कोड किसी के साथ साझा न करें।`,
  },
  hu: {
    codeSubject: (w) => `Az Ön ${w.brand} ellenőrző kódja`,
    code: (w) => `Az Ön ${w.brand} ellenőrző kódja:`,
    paymentSubject: (w) => `Fizetés megerősítése, kedvezményezett: ${w.payee}`,
    payment: (w) =>
      `A fizetés (${w.amount}, kedvezményezett: ${w.payee}) megerősítéséhez adja meg ezt a kódot:`,
    closing: (w) =>
      `${w.minutes}ig érvényes. Ha nem Ön kérte, hagyja figyelmen kívül ezt az üzenetet, és ne ossza meg a kódot senkivel.`,
  },
  id: {
    codeSubject: (w) => `Kode verifikasi ${w.brand} Anda`,
    code: (w) => `Kode verifikasi ${w.brand} Anda adalah:`,
    paymentSubject: (w) => `Konfirmasi pembayaran ke ${w.payee}`,
    payment: (w) => `Untuk mengonfirmasi pembayaran ${w.amount} ke ${w.payee}, masukkan kode ini:`,
    closing: (w) =>
      `Kode ini berlaku selama ${w.minutes}. Jika Anda tidak memintanya, abaikan pesan ini dan jangan bagikan kode kepada siapa pun.`,
  },
  is: {
    codeSubject: (w) => `Staðfestingarkóðinn þinn fyrir ${w.brand}`,
    code: (w) => `Staðfestingarkóðinn þinn fyrir ${w.brand} er:`,
    paymentSubject: (w) => `Staðfestu greiðslu til ${w.payee}`,
    payment: (w) =>
      `Til að staðfesta greiðslu ${w.amount} til ${w.payee} skaltu slá inn þennan kóða:`,
    closing: (w) =>
      `Hann gildir í ${w.minutes}. Ef þú baðst ekki um hann skaltu hunsa þessi skilaboð og ekki deila kóðanum með neinum.`,
  },
  it: {
    codeSubject: (w) => `Il suo codice di verifica ${w.brand}`,
    code: (w) => `Il suo codice di verifica ${w.brand} è:`,
    paymentSubject: (w) => `Confermi il pagamento a ${w.payee}`,
    payment: (w) =>
      `Per confermare il pagamento di ${w.amount} a ${w.payee}, inserisca questo codice:`,
    closing: (w) =>
      `È valido per ${w.minutes}. Se non l’ha richiesto, ignori questo messaggio e non comunichi il codice a nessuno.`,
  },
  ja: {
    codeSubject: (w) => `${w.brand} の認証コード`,
    code: (w) => `${w.brand} の認証コードは次のとおりです。`,
    paymentSubject: (w) => `${w.payee} へのお支払いの確認`,
    payment: (w) =>
      `${w.payee} への ${w.amount} のお支払いを確認するには、次のコードを入力してください。`,
    closing: (w) =>
      `${w.minutes}間有効です。お心当たりがない場合は、このメッセージを無視し、コードを他の人に教えないでください。`,
  },
  ko: {
    codeSubject: (w) => `${w.brand} 인증번호 안내`,
    code: (w) => `${w.brand} 인증번호는 다음과 같습니다.`,
    paymentSubject: (w) => `${w.payee} 결제 확인`,
    payment: (w) => `${w.payee}에 ${w.amount} 결제를 확인하려면 다음 인증번호를 입력해 주세요.`,
    closing: (w) =>
      `${w.minutes}간 유효합니다. 요청하지 않으셨다면 이 메시지를 무시하시고 인증번호를 다른 사람에게 알려주지 마세요.`,
  },
  lt: {
    codeSubject: (w) => `Jūsų ${w.brand} patvirtinimo kodas`,
    code: (w) => `Jūsų ${w.brand} patvirtinimo kodas:`,
    paymentSubject: (w) => `Patvirtinkite mokėjimą, gavėjas ${w.payee}`,
    payment: (w) =>
      `Norėdami patvirtinti mokėjimą (${w.amount}, gavėjas ${w.payee}), įveskite šį kodą:`,
    closing: (w) =>
      `Galioja ${w.minutes}. Jei jo neprašėte, nekreipkite dėmesio į šį pranešimą ir niekam neatskleiskite kodo.`,
  },
  lv: {
    codeSubject: (w) => `Jūsu ${w.brand} apstiprinājuma kods`,
    code: (w) => `Jūsu ${w.brand} apstiprinājuma kods ir:`,
    paymentSubject: (w) => `Apstipriniet maksājumu, saņēmējs ${w.payee}`,
    payment: (w) =>
      `Lai apstiprinātu maksājumu (${w.amount}, saņēmējs ${w.payee}), ievadiet šo kodu:`,
    closing: (w) =>
      `Derīgs ${w.minutes}. Ja to nepieprasījāt, neņemiet vērā šo ziņojumu un neizpaudiet kodu nevienam.`,
  },
  nb: {
    codeSubject: (w) => `Bekreftelseskoden din for ${w.brand}`,
    code: (w) => `Bekreftelseskoden din for ${w.brand} er:`,
    paymentSubject: (w) => `Bekreft betalingen til ${w.payee}`,
    payment: (w) => `Tast inn denne koden for å bekrefte betalingen på ${w.amount} til ${w.payee}:`,
    closing: (w) =>
      `Den er gyldig i ${w.minutes}. Hvis du ikke ba om den, kan du se bort fra denne meldingen. Ikke del koden med noen.`,
  },
  nl: {
    codeSubject: (w) => `Uw verificatiecode voor ${w.brand}`,
    code: (w) => `Uw verificatiecode voor ${w.brand} is:`,
    paymentSubject: (w) => `Bevestig uw betaling aan ${w.payee}`,
    payment: (w) =>
      `Voer deze code in om uw betaling van ${w.amount} aan ${w.payee} te bevestigen:`,
    closing: (w) =>
      `De code is ${w.minutes} geldig. Hebt u er niet om gevraagd, negeer dan dit bericht en deel de code met niemand.`,
  },
  pl: {
    codeSubject: (w) => `Twój kod weryfikacyjny ${w.brand}`,
    code: (w) => `Twój kod weryfikacyjny ${w.brand} to:`,
    paymentSubject: (w) => `Potwierdzenie płatności, odbiorca ${w.payee}`,
    payment: (w) =>
      `Aby potwierdzić płatność (${w.amount}, odbiorca ${w.payee}), wprowadź ten kod:`,
    closing: (w) =>
      `Kod jest ważny przez ${w.minutes}. Jeśli to nie Twoja prośba, zignoruj tę wiadomość i nikomu nie podawaj kodu.`,
  },
  pt: {
    codeSubject: (w) => `O seu código de verificação ${w.brand}`,
    code: (w) => `O seu código de verificação ${w.brand} é:`,
    paymentSubject: (w) => `Confirme o seu pagamento a ${w.payee}`,
    payment: (w) =>
      `Para confirmar o seu pagamento de ${w.amount} a ${w.payee}, introduza este código:`,
    closing: (w) =>
      `É válido durante ${w.minutes}. Se não o pediu, ignore esta mensagem e não partilhe o código com ninguém.`,
  },
  'pt-br': {
    codeSubject: (w) => `Seu código de verificação ${w.brand}`,
    code: (w) => `Seu código de verificação ${w.brand} é:`,
    paymentSubject: (w) => `Confirme o seu pagamento para ${w.payee}`,
    payment: (w) =>
      `Para confirmar o seu pagamento de ${w.amount} para ${w.payee}, digite este código:`,
    closing: (w) =>
      `É válido por ${w.minutes}. Se você não o solicitou, ignore esta mensagem e não compartilhe o código com ninguém.`,
  },
  ro: {
    codeSubject: (w) => `Codul dvs. de verificare ${w.brand}`,
    code: (w) => `Codul dvs. de verificare ${w.brand} este:`,
    paymentSubject: (w) => `Confirmați plata către ${w.payee}`,
    payment: (w) =>
      `Pentru a confirma plata de ${w.amount} către ${w.payee}, introduceți acest cod:`,
    closing: (w) =>
      `Este valabil ${w.minutes}. Dacă nu l-ați solicitat, ignorați acest mesaj și nu comunicați codul nimănui.`,
  },
  ru: {
    codeSubject: (w) => `Ваш код подтверждения ${w.brand}`,
    code: (w) => `Ваш код подтверждения ${w.brand}:`,
    paymentSubject: (w) => `Подтвердите платёж, получатель ${w.payee}`,
    payment: (w) =>
      `Чтобы подтвердить платёж ${w.amount}, получатель ${w.payee}, введите этот код:`,
    closing: (w) =>
      `Код действует ${w.minutes}. Если вы его не запрашивали, не обращайте внимания на это сообщение и никому не сообщайте код.`,
  },
  sk: {
    codeSubject: (w) => `Váš overovací kód pre ${w.brand}`,
    code: (w) => `Váš overovací kód pre ${w.brand} je:`,
    paymentSubject: (w) => `Potvrdenie platby, príjemca ${w.payee}`,
    payment: (w) => `Platbu ${w.amount}, príjemca ${w.payee}, potvrdíte týmto kódom:`,
    closing: (w) =>
      `Platí ${w.minutes}. Ak ste oň nežiadali, túto správu ignorujte a kód nikomu neprezraďte.`,
  },
  sl: {
    codeSubject: (w) => `Vaša koda za preverjanje za ${w.brand}`,
    code: (w) => `Vaša koda za preverjanje za ${w.brand} je:`,
    paymentSubject: (w) => `Potrdite plačilo, prejemnik ${w.payee}`,
    payment: (w) => `Za potrditev plačila (${w.amount}, prejemnik ${w.payee}) vnesite to kodo:`,
    closing: (w) =>
      `Velja ${w.minutes}. Če je niste zahtevali, prezrite to sporočilo in kode ne delite z nikomer.`,
  },
  sv: {
    codeSubject: (w) => `Din verifieringskod för ${w.brand}`,
    code: (w) => `Din verifieringskod för ${w.brand} är:`,
    paymentSubject: (w) => `Bekräfta din betalning till ${w.payee}`,
    payment: (w) =>
      `Ange den här koden för att bekräfta betalningen av ${w.amount} till ${w.payee}:`,
    closing: (w) =>
      `Den är giltig i ${w.minutes}. Om du inte har bett om den kan du bortse från meddelandet. Dela inte koden med någon.`,
  },
  th: {
    codeSubject: (w) => `รหัสยืนยัน ${w.brand} ของคุณ`,
    code: (w) => `รหัสยืนยัน ${w.brand} ของคุณคือ`,
    paymentSubject: (w) => `ยืนยันการชำระเงินให้ ${w.payee}`,
    payment: (w) => `เพื่อยืนยันการชำระเงิน ${w.amount} ให้ ${w.payee} กรุณาใส่รหัสนี้`,
    closing: (w) => `ใช้ได้ภายใน ${w.minutes} หากคุณไม่ได้ขอรหัสนี้ โปรดเพิกเฉยต่อข้อความนี้และอย่าบอกรหัสกับผู้อื่น`,
  },
  tr: {
    codeSubject: (w) => `${w.brand} doğrulama kodunuz`,
    code: (w) => `${w.brand} doğrulama kodunuz:`,
    paymentSubject: (w) => `Ödemenizi onaylayın, alıcı ${w.payee}`,
    payment: (w) => `Ödemeyi (${w.amount}, alıcı ${w.payee}) onaylamak için bu kodu girin:`,
    closing: (w) =>
      `${w.minutes} geçerlidir. Bu kodu siz istemediyseniz bu iletiyi dikkate almayın ve kodu kimseyle paylaşmayın.`,
  },
  vi: {
    codeSubject: (w) => `Mã xác minh ${w.brand} của bạn`,
    code: (w) => `Mã xác minh ${w.brand} của bạn là:`,
    paymentSubject: (w) => `Xác nhận thanh toán cho ${w.payee}`,
    payment: (w) => `Để xác nhận thanh toán ${w.amount} cho ${w.payee}, hãy nhập mã này:`,
    closing: (w) =>
      `Mã có hiệu lực trong ${w.minutes}. Nếu bạn không yêu cầu, hãy bỏ qua tin nhắn này và không chia sẻ mã với bất kỳ ai.`,
  },
  yue: {
    codeSubject: (w) => `你嘅 ${w.brand} 驗證碼`,
    code: (w) => `你嘅 ${w.brand} 驗證碼係：`,
    paymentSubject: (w) => `確認向 ${w.payee} 付款`,
    payment: (w) => `請輸入呢個驗證碼，確認向 ${w.payee} 支付 ${w.amount}：`,
    closing: (w) =>
      `${w.minutes}內有效。如果唔係你本人要求，請忽略呢個訊息，唔好將驗證碼話畀其他人知。`,
  },
  zh: {
    codeSubject: (w) => `您的 ${w.brand} 验证码`,
    code: (w) => `您的 ${w.brand} 验证码是：`,
    paymentSubject: (w) => `确认向 ${w.payee} 付款`,
    payment: (w) => `请输入以下验证码，确认向 ${w.payee} 支付 ${w.amount}：`,
    closing: (w) => `${w.minutes}内有效。如非本人操作，请忽略此邮件，并且不要将验证码告诉他人。`,
  },
  'zh-tw': {
    codeSubject: (w) => `您的 ${w.brand} 驗證碼`,
    code: (w) => `您的 ${w.brand} 驗證碼是：`,
    paymentSubject: (w) => `確認向 ${w.payee} 付款`,
    payment: (w) => `請輸入以下驗證碼，確認向 ${w.payee} 支付 ${w.amount}：`,
    closing: (w) => `${w.minutes}內有效。若非您本人要求，請忽略此郵件，並勿將驗證碼告訴他人。`,
  },
};
