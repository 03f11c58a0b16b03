import { Anchor, Group, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Verification } from 'countersign/admin';
import { Dispatches } from '../features/verifications/dispatches.tsx';
import { VerificationFacts } from '../features/verifications/facts.tsx';
import { useVerification } from '../features/verifications/queries.ts';
import { Timeline } from '../features/verifications/timeline.tsx';
import { Verdict } from '../features/verifications/verdict.tsx';
import classes from '../features/verifications/verifications.module.css';
import { describeStatus } from '../features/verifications/words.ts';
import { groupAddress } from '../parts/address.ts';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';

/** What happened to this person: one page, one timeline. */
export function VerificationRoom() {
  const { applicationId, verificationId } = useParams({
    from: '/signed-in/a/$applicationId/verifications/$verificationId',
  });
  const verification = useVerification(Number(applicationId), verificationId);
  return (
    <>
      <Group maw={1080} mx="auto" mb={10}>
        <Anchor component={Link} to={`/a/${applicationId}/verifications`} fz={14}>
          ← All verifications
        </Anchor>
      </Group>
      {verification.isPending && <Waiting rows={6} />}
      {verification.isError && (
        <Failure error={verification.error} onRetry={() => void verification.refetch()} />
      )}
      {verification.data && <Details verification={verification.data} />}
    </>
  );
}

function Details({ verification }: { verification: Verification }) {
  const { label, tone } = describeStatus(verification);
  return (
    <Page
      title={groupAddress(verification.maskedAddress)}
      lead={`Verification for ${verification.brand}`}
      actions={<Badge tone={tone}>{label}</Badge>}
    >
      <Verdict verification={verification} />
      <div className={classes.columns}>
        <div style={{ minWidth: 0 }}>
          <Card>
            <Title order={2} mb="md">
              Timeline
            </Title>
            <Timeline verification={verification} />
          </Card>
          <Dispatches verification={verification} />
        </div>
        <VerificationFacts verification={verification} />
      </div>
    </Page>
  );
}
