export { inbox } from './inbox/transport.ts';
