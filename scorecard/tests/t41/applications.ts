/**
 * Applications of T41: sandbox ones, whose messages cost by the settings as those of a live one, with
 * the budgets a live one has from the first day.
 */
import { livePumping } from '../../../server/src/applications/pumping-settings.ts';
import type { Api } from '../../rig/api.ts';
import { type Rig, type RunningServer, runCommand } from '../../rig/rig.ts';

export interface PumpedApplication {
  readonly id: number;
  /** One for each server. */
  readonly apis: readonly Api[];
}

/** Of one message, in hundredths of a cent. */
export const messagePrice = 333;

/** Hundredths of a cent as the settings want them. */
export function money(units: number): string {
  return (units / 10_000).toFixed(4);
}

export function createPumped(rig: Rig, name: string, settings: object): PumpedApplication {
  const [server] = rig.servers as [RunningServer];
  const made = runCommand<{ id: number; apiKey: string; apiSecret: string }>(
    server,
    ...['applications', 'create', name],
  );
  const { id, apiKey, apiSecret } = made;
  const prices = { verification: '0', message: { sms: money(messagePrice), voice: '0.06' } };
  runCommand(
    server,
    ...['applications', 'configure', String(id), JSON.stringify({ prices, ...settings })],
  );
  return { id, apis: rig.apis.map((api) => api.as({ apiKey, apiSecret })) };
}

/** The budgets of a live application. */
export const shippedBudgets = livePumping;

/** Nothing but the caps is left. */
export const budgetsOff = {
  ...livePumping,
  country: { ...livePumping.country, action: 'off' },
  prefix: { ...livePumping.prefix, action: 'off' },
  client: { ...livePumping.client, action: 'off' },
  clientCountries: { ...livePumping.clientCountries, action: 'off' },
  sequence: { ...livePumping.sequence, action: 'off' },
} as const;
