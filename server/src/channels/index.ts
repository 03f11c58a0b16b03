export { email } from './email/channel.ts';
export { sms } from './sms/channel.ts';
export { voice } from './voice/channel.ts';
export { whatsapp } from './whatsapp/channel.ts';
