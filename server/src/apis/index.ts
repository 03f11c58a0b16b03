export { createNexmo2fa } from './nexmo-2fa/routes.ts';
export { createNexmoVerify } from './nexmo-verify/routes.ts';
export { createSandboxApi } from './sandbox/routes.ts';
