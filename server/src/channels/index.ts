export { email } from './email/channel.ts';
export { rcs } from './rcs/channel.ts';
export { silentAuth } from './silent-auth/channel.ts';
export { sms } from './sms/channel.ts';
export { voice } from './voice/channel.ts';
export { whatsapp } from './whatsapp/channel.ts';
export { whatsappInteractive } from './whatsapp-interactive/channel.ts';
