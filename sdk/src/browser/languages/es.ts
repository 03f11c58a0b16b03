import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'es',
  direction: 'ltr',
  label: 'Código',
  sentTo: 'Introduzca el código que hemos enviado a {to}.',
  sent: 'Introduzca el código que le hemos enviado.',
  incomplete: 'Introduzca los {length} caracteres del código.',
  checking: 'Comprobando el código…',
  errors: {
    wrong_code: 'El código no es correcto.',
    code_expired: 'Este código ya no es válido. Solicite uno nuevo.',
    too_many_checks: 'Demasiados códigos incorrectos. Empiece de nuevo.',
    address_locked: 'Demasiados códigos incorrectos. Inténtelo más tarde.',
    too_soon: 'Ha pedido varios códigos. Espere unos minutos antes de pedir otro.',
    not_sent: 'No se pudo enviar otro código. Pruebe de otra manera o vuelva más tarde.',
    network: 'Ha fallado la conexión. Inténtelo de nuevo.',
  },
  triesLeft: 'Intentos restantes: {left}.',
  resend: 'Enviar un código nuevo',
  resendIn: 'Enviar un código nuevo en {time}',
  resendReady: 'Ya puede solicitar un código nuevo.',
  requested: 'Se ha solicitado un código nuevo.',
  other: 'Probar de otra forma',
  help: '¿No llega el código? Compruebe su número y la cobertura, y mire entre los mensajes bloqueados o el correo no deseado.',
  channels: {
    sms: 'Mensaje de texto',
    voice: 'Llamada telefónica',
    whatsapp: 'WhatsApp',
    email: 'Correo electrónico',
    rcs: 'Mensaje RCS',
  },
};
