import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'ru',
  direction: 'ltr',
  label: 'Код',
  sentTo: 'Введите код, отправленный на {to}.',
  sent: 'Введите код, который мы вам отправили.',
  incomplete: 'Введите код полностью, символов: {length}.',
  checking: 'Проверяем код…',
  errors: {
    wrong_code: 'Неверный код.',
    code_expired: 'Этот код больше не действует. Запросите новый.',
    too_many_checks: 'Слишком много неверных кодов. Начните сначала.',
    address_locked: 'Слишком много неверных кодов. Попробуйте позже.',
    network: 'Нет соединения. Попробуйте ещё раз.',
  },
  triesLeft: 'Осталось попыток: {left}.',
  resend: 'Отправить новый код',
  resendIn: 'Отправить новый код через {time}',
  resendReady: 'Теперь можно запросить новый код.',
  requested: 'Новый код запрошен.',
  other: 'Другой способ',
  help: 'Код не пришёл? Проверьте номер и связь, загляните в заблокированные сообщения и в спам.',
  channels: {
    sms: 'SMS',
    voice: 'Телефонный звонок',
    whatsapp: 'WhatsApp',
    email: 'Эл. почта',
    rcs: 'Сообщение RCS',
  },
};
