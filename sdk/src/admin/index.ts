export {
  type AdminClient,
  type AdminClientOptions,
  type CallOptions,
  createAdminClient,
  type FollowOptions,
} from './client.ts';
export { CountersignError, type CountersignErrorCode } from './error.ts';
export type * from './types.gen.ts';
