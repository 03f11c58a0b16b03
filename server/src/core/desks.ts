/** Wiring of what applications do with their own things, behind the second wall (db/behind-wall.ts). */
import type { ApplicationDirectory } from '../applications/directory.ts';
import { createOwnAccount, type OwnAccount } from '../billing/own-account.ts';
import { type ChallengeDesk, createChallengeDesk } from '../challenges/challenge-desk.ts';
import type { Channel } from '../channels/contract.ts';
import { type ConsentDesk, createConsentDesk } from '../consent/consent-desk.ts';
import { behindWall } from '../db/behind-wall.ts';
import { createFindByNumber, type FindByNumber } from '../history/find-by-number.ts';
import { findOwn } from '../history/own-verifications.ts';
import { createSearchVerifications, type SearchVerifications } from '../history/search.ts';
import { createTemplateDesk, type TemplateDesk } from '../templates/template-desk.ts';
import type { CoreDeps } from './deps.ts';
import type { Verifying } from './verifying.ts';

export interface Desks {
  readonly searchVerifications: SearchVerifications;
  readonly findByNumber: FindByNumber;
  readonly consent: ConsentDesk;
  /** Codes typed on pages of ours. */
  readonly challenges: ChallengeDesk;
  /** Texts for codes that applications save by name. */
  readonly templates: TemplateDesk;
  /** What an application may do with its own account. */
  readonly account: OwnAccount;
}

export function createDesks(
  { db, keyRing, clock, httpClient }: CoreDeps,
  parts: {
    readonly directory: ApplicationDirectory;
    readonly channels: ReadonlyMap<string, Channel>;
    readonly verifying: Verifying;
  },
): Desks {
  const { directory, channels, verifying } = parts;
  return {
    ...behindWall(db, (own) => ({
      searchVerifications: createSearchVerifications({ db: own, keyRing }),
    })),
    // Outside: its index cannot be used behind the wall (docs/adr/0013-second-wall.md).
    findByNumber: createFindByNumber({ db, clock }),
    consent: behindWall(db, (own) => createConsentDesk({ db: own, keyRing })),
    // A page is opened by its token; from then on it is one application's.
    challenges: createChallengeDesk({
      ...{ db, keyRing, clock, directory, channels, ...verifying },
      findVerification: (request) =>
        findOwn({ db: db.forApplication(request.applicationId), keyRing }, request),
    }),
    // Every start may ask for its text: that is the hot path.
    templates: behindWall(db, (own) => createTemplateDesk({ db: own, channels }), [
      'resolveTemplate',
      'inspectFragment',
    ]),
    account: behindWall(db, (own) => createOwnAccount({ db: own, keyRing, directory, httpClient })),
  };
}
