/** Applications of their own for a test, made with the command of the shell. */
import { type Api, openApi } from './api.ts';
import { type RunningServer, runCommand } from './rig.ts';

export interface OwnApplication {
  readonly id: number;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly signatureSecret: string;
  readonly api: Api;
}

/** A sandbox application. */
export function createOwnApplication(server: RunningServer, name: string): OwnApplication {
  const created = runCommand<Omit<OwnApplication, 'api'>>(server, 'applications', 'create', name);
  return { ...created, api: openApi(server.baseUrl, created) };
}

/** Signs its webhooks with HMAC-SHA256 and sends them as a form. */
export function signWebhooks(server: RunningServer, applicationId: number): void {
  const settings = { receipts: { url: null, method: 'POST', signature: 'sha256' } };
  const id = String(applicationId);
  runCommand(server, 'applications', 'configure', id, JSON.stringify(settings));
}
