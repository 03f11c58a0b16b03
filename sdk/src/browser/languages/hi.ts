import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'hi',
  direction: 'ltr',
  label: 'कोड',
  sentTo: '{to} पर भेजा गया कोड दर्ज करें।',
  sent: 'आपको भेजा गया कोड दर्ज करें।',
  incomplete: 'कोड के सभी {length} अक्षर दर्ज करें।',
  checking: 'कोड जाँचा जा रहा है…',
  errors: {
    wrong_code: 'यह कोड सही नहीं है।',
    code_expired: 'यह कोड अब मान्य नहीं है। नया कोड माँगें।',
    too_many_checks: 'बहुत बार गलत कोड दर्ज हुआ। फिर से शुरू करें।',
    address_locked: 'बहुत बार गलत कोड दर्ज हुआ। कुछ देर बाद कोशिश करें।',
    too_soon: 'आप कई कोड माँग चुके हैं। फिर से माँगने से पहले कुछ मिनट रुकें।',
    not_sent: 'नया कोड नहीं भेजा जा सका। कोई दूसरा तरीका आज़माएँ या बाद में आएँ।',
    network: 'कनेक्शन विफल रहा। फिर से कोशिश करें।',
  },
  triesLeft: 'शेष प्रयास: {left}।',
  resend: 'नया कोड भेजें',
  resendIn: 'नया कोड {time} में भेजें',
  resendReady: 'अब आप नया कोड माँग सकते हैं।',
  requested: 'नए कोड का अनुरोध किया गया।',
  other: 'दूसरा तरीका आज़माएँ',
  help: 'कोड नहीं मिला? अपना नंबर और नेटवर्क जाँचें, और ब्लॉक किए गए संदेश या स्पैम भी देखें।',
  channels: {
    sms: 'टेक्स्ट संदेश',
    voice: 'फ़ोन कॉल',
    whatsapp: 'WhatsApp',
    email: 'ईमेल',
    rcs: 'RCS संदेश',
  },
};
