import { Anchor, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import { type ReactNode, useCallback, useState } from 'react';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { Identity } from '../../features/applications/identity.tsx';
import { PublicKeys } from '../../features/applications/public-keys.tsx';
import { Retire } from '../../features/applications/retire.tsx';
import { HostedPageGroup } from '../../features/applications/settings/hosted-page-group.tsx';
import { InboundGroup } from '../../features/applications/settings/inbound-group.tsx';
import { LimitsGroup } from '../../features/applications/settings/limits-group.tsx';
import { NetworksGroup } from '../../features/applications/settings/networks-group.tsx';
import { PermissionsGroup } from '../../features/applications/settings/permissions-group.tsx';
import { PricesGroup } from '../../features/applications/settings/prices-group.tsx';
import { ReceiptsGroup } from '../../features/applications/settings/receipts-group.tsx';
import { SendingGroup } from '../../features/applications/settings/sending-group.tsx';
import classes from '../../features/applications/settings/settings.module.css';
import { SpendingGroup } from '../../features/applications/settings/spending-group.tsx';
import { UnsavedGuard } from '../../features/applications/settings/unsaved-guard.tsx';
import { VerifyEventsGroup } from '../../features/applications/settings/verify-events-group.tsx';
import { useMay, useSession } from '../../features/session/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Notice } from '../../parts/states.tsx';
import { NotHere } from '../not-here.tsx';

/** One application: who it is, and every setting an operator may change. */
export function ApplicationRoom() {
  const application = useCurrentApplication();
  return application ? <Settings key={application.id} application={application} /> : <NotHere />;
}

function Settings({ application }: { application: Application }) {
  const hindrance = useHindrance(application);
  const [unsaved, setUnsaved] = useState<readonly string[]>([]);
  const onUnsaved = useCallback((title: string, isUnsaved: boolean) => {
    setUnsaved((known) => {
      if (known.includes(title) === isUnsaved) return known;
      return isUnsaved ? [...known, title] : known.filter((one) => one !== title);
    });
  }, []);
  const mayChange = hindrance === undefined;
  const group = { application, mayChange, onUnsaved };
  return (
    <>
      <Link to="/settings/applications" className={classes.back}>
        ‹ All applications
      </Link>
      <Group gap="sm" mt={4} mb="lg">
        <Title order={2} fz="1.375rem" className="long">
          {application.name}
        </Title>
        {application.retiredAt && <Badge tone="plain">Retired</Badge>}
      </Group>
      <div className={classes.layout}>
        <Contents unsaved={unsaved} mayRetire={mayChange} />
        <div className={classes.sections}>
          {hindrance && <Notice tone="warn">{hindrance}</Notice>}
          <Identity {...group} />
          <PublicKeys application={application} mayChange={mayChange} />
          <ReceiptsGroup {...group} />
          <InboundGroup {...group} />
          <VerifyEventsGroup {...group} />
          <HostedPageGroup {...group} />
          <LimitsGroup {...group} />
          <SpendingGroup {...group} />
          <SendingGroup {...group} />
          <PermissionsGroup {...group} />
          <NetworksGroup {...group} />
          <PricesGroup {...group} />
          {mayChange && <Retire application={application} />}
        </div>
      </div>
      <UnsavedGuard titles={unsaved} />
    </>
  );
}

/** Why this operator can only look; the server says the same to whoever tries. */
function useHindrance({ kind, retiredAt }: Application): ReactNode {
  const { operator } = useSession();
  const mayLive = useMay('applications.manage-live');
  const maySandbox = useMay('applications.manage-sandbox');
  if (retiredAt) return 'This application is retired. What it was set to stays to be seen.';
  if (kind === 'live' ? !mayLive : !maySandbox) {
    return 'You can look at these settings. Your role does not include changing them.';
  }
  if (kind === 'live' && !operator.hasEnrolled) {
    return (
      <>
        A live application is changed only by somebody who could sign in again.{' '}
        <Anchor component={Link} to="/welcome" c="inherit" fw={650} underline="always">
          Add a passkey or a password
        </Anchor>{' '}
        first.
      </>
    );
  }
  return undefined;
}

const contents = [
  { id: 'identity', title: 'Key and secrets' },
  { id: 'tokens', title: 'Signed tokens' },
  { id: 'receipts', title: 'Delivery receipts' },
  { id: 'inbound', title: 'Inbound messages' },
  { id: 'verify-events', title: 'Verify v2 events' },
  { id: 'hosted-page', title: 'Hosted page' },
  { id: 'limits', title: 'Limits' },
  { id: 'spending', title: 'Spending' },
  { id: 'sending', title: 'Sending' },
  { id: 'permissions', title: 'Permissions' },
  { id: 'networks', title: 'Internal networks' },
  { id: 'prices', title: 'Prices' },
  { id: 'retire', title: 'Retire' },
] as const;

function Contents({ unsaved, mayRetire }: { unsaved: readonly string[]; mayRetire: boolean }) {
  return (
    <nav className={classes.contents} aria-label="Settings of this application">
      {contents
        .filter(({ id }) => mayRetire || id !== 'retire')
        .map(({ id, title }) => (
          <Link
            key={id}
            to="."
            hash={id}
            activeOptions={{ includeHash: true }}
            className={classes.contentsLink}
          >
            {title}
            {unsaved.includes(title) && (
              <span className={classes.unsavedDot} role="img" aria-label="not saved" />
            )}
          </Link>
        ))}
    </nav>
  );
}
