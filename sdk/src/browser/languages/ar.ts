import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'ar',
  direction: 'rtl',
  label: 'الرمز',
  sentTo: 'أدخل الرمز الذي أرسلناه إلى {to}.',
  sent: 'أدخل الرمز الذي أرسلناه إليك.',
  incomplete: 'أدخل الرمز كاملًا. عدد خاناته: {length}.',
  checking: 'جارٍ التحقق من الرمز…',
  errors: {
    wrong: 'الرمز غير صحيح.',
    expired: 'لم يعد هذا الرمز صالحًا. اطلب رمزًا جديدًا.',
    exhausted: 'أُدخلت رموز خاطئة كثيرة. ابدأ من جديد.',
    network: 'تعذّر الاتصال. حاول مرة أخرى.',
  },
  triesLeft: 'المحاولات المتبقية: {left}.',
  resend: 'إرسال رمز جديد',
  resendIn: 'إرسال رمز جديد بعد {time}',
  resendReady: 'يمكنك الآن طلب رمز جديد.',
  requested: 'طُلب رمز جديد.',
  other: 'طريقة أخرى',
  help: 'لم يصلك الرمز؟ تحقق من رقمك ومن الإشارة، وابحث في الرسائل المحظورة أو غير المرغوب فيها.',
  channels: {
    sms: 'رسالة نصية',
    voice: 'مكالمة هاتفية',
    whatsapp: 'واتساب',
    email: 'البريد الإلكتروني',
    rcs: 'رسالة RCS',
  },
};
