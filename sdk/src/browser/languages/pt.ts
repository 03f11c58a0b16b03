import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'pt',
  direction: 'ltr',
  label: 'Código',
  sentTo: 'Digite o código que enviamos para {to}.',
  sent: 'Digite o código que enviamos a você.',
  incomplete: 'Digite todos os {length} caracteres do código.',
  checking: 'Verificando o código…',
  errors: {
    wrong_code: 'Este código não está correto.',
    code_expired: 'Este código não é mais válido. Peça um novo.',
    too_many_checks: 'Muitos códigos errados. Comece de novo.',
    address_locked: 'Muitos códigos errados. Tente mais tarde.',
    too_soon: 'Você já pediu vários códigos. Espere alguns minutos antes de pedir outro.',
    not_sent: 'Não foi possível enviar um novo código. Tente de outra forma ou volte mais tarde.',
    network: 'A conexão falhou. Tente novamente.',
  },
  triesLeft: 'Tentativas restantes: {left}.',
  resend: 'Enviar um novo código',
  resendIn: 'Enviar um novo código em {time}',
  resendReady: 'Você já pode pedir um novo código.',
  requested: 'Um novo código foi solicitado.',
  other: 'Tentar de outra forma',
  help: 'Não recebeu o código? Confira seu número e o sinal, e procure entre as mensagens bloqueadas ou no spam.',
  channels: {
    sms: 'Mensagem de texto',
    voice: 'Ligação telefônica',
    whatsapp: 'WhatsApp',
    email: 'E-mail',
    rcs: 'Mensagem RCS',
  },
};
