export { createClient } from './client.ts';
export { CountersignError, type CountersignErrorCode } from './error.ts';
export type { CallOptions, ClientOptions } from './options.ts';
export type { Page, Pages } from './pages.ts';
export {
  type HeadersLike,
  type Payload,
  type Tolerance,
  WebhookError,
  type WebhookErrorCode,
} from './signed-request.ts';
export type * from './types.gen.ts';
export { verifyCallback } from './verify-callback.ts';
export { type ReceivedWebhook, verifyWebhook } from './verify-webhook.ts';
