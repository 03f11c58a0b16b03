/** Where webhooks go, as it is compared, kept and shown. */
import type { KeyRing } from '../kernel/secret-box.ts';

/** Said of deliveries to an endpoint that answered 410 earlier. */
export const disabledEndpoint = 'the endpoint is disabled because it answered 410';

export function endpointMac(keyRing: KeyRing, url: string): Buffer {
  return keyRing.mac('endpoint', url);
}

export function disabledUrlContext(applicationId: number): string {
  return `disabled_endpoints.url:${applicationId}`;
}

/** Host and path: user names, passwords and queries often are secrets. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.origin}${parsed.pathname}` : '–';
}
