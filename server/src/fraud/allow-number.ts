/**
 * Puts a number on an application's allow list: it is kept as a look-up value with its masked form,
 * so that the list can be read by people who may not see the number.
 */

import type { Application } from '../applications/application.ts';
import { type ManageDeps, updateApplication } from '../applications/manage-application.ts';
import { PlatformError } from '../kernel/errors.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';
import { maskAddress } from '../kernel/redact.ts';
import { numberMac } from './number-mac.ts';

/** Answers the application as it is now. @throws PlatformError `invalid_parameter` */
export async function allowNumber(
  deps: ManageDeps,
  request: { application: Application; number: string; actor: string },
): Promise<Application> {
  const { application, actor } = request;
  const found = normalisePhoneNumber(request.number, { acceptPossible: true });
  if (found.kind !== 'ok') throw new PlatformError('invalid_parameter', { parameter: 'number' });
  const { e164 } = found.number;
  const { pumping } = application.settings;
  const { numbers } = pumping.allow;
  const mac = numberMac(deps.keyRing, e164);
  if (numbers.some((one) => one.mac === mac)) return application;
  const allow = { ...pumping.allow, numbers: [...numbers, { mac, label: maskAddress(e164) }] };
  return updateApplication(deps, {
    id: application.id,
    settings: { pumping: { ...pumping, allow } },
    actor,
  });
}
