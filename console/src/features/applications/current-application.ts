/** Which application the console is about: the address says so, else the last one looked at. */
import { useParams } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import { useApplications } from './queries.ts';

const storageKey = 'countersign-application';

export function rememberApplication(id: number): void {
  try {
    localStorage.setItem(storageKey, String(id));
  } catch {
    // Storage may be switched off; the first application is shown then.
  }
}

function rememberedId(): number {
  try {
    return Number(localStorage.getItem(storageKey));
  } catch {
    return 0;
  }
}

export function chooseApplication(
  applications: readonly Application[],
  wantedId?: number,
): Application | undefined {
  const active = applications.filter(({ retiredAt }) => !retiredAt);
  const byId = (id: number | undefined) => applications.find((one) => one.id === id);
  const fallback = active.find(({ kind }) => kind === 'sandbox') ?? active[0];
  return byId(wantedId) ?? active.find(({ id }) => id === rememberedId()) ?? fallback;
}

/** Undefined when there is no application yet, or the address names one that does not exist. */
export function useCurrentApplication(): Application | undefined {
  const { applicationId } = useParams({ strict: false });
  const applications = useApplications();
  if (applicationId === undefined) return chooseApplication(applications);
  return applications.find(({ id }) => id === Number(applicationId));
}
