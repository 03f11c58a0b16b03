import { Anchor, Group, Text, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { ApiCall } from 'countersign/admin';
import { CallFacts, Values, Why } from '../../features/developers/call-facts.tsx';
import { Outcome } from '../../features/developers/calls.tsx';
import { useApiCall } from '../../features/developers/queries.ts';
import columns from '../../features/verifications/verifications.module.css';
import { Failure, Waiting } from '../../parts/states.tsx';

/** One call: what it asked, what it was answered, and why. */
export function CallRoom() {
  const { applicationId, callId } = useParams({
    from: '/signed-in/a/$applicationId/developers/calls/$callId',
  });
  const call = useApiCall(Number(applicationId), callId);
  return (
    <>
      <Anchor component={Link} to={`/a/${applicationId}/developers/calls`} fz={14}>
        ← All calls
      </Anchor>
      {call.isPending && <Waiting rows={6} />}
      {call.isError && <Failure error={call.error} onRetry={() => void call.refetch()} />}
      {call.data && <Details call={call.data} />}
    </>
  );
}

function Details({ call }: { call: ApiCall }) {
  return (
    <>
      <Group justify="space-between" gap="sm" my="md">
        <Title order={2} fz="1.25rem" className="mono long">
          {call.method} {call.route}
        </Title>
        <Outcome call={call} />
      </Group>
      <Why call={call} />
      <div className={columns.columns}>
        <div style={{ minWidth: 0 }}>
          <Values title="Parameters" none="It had none." values={call.parameters} />
          <Values title="Answer" none="It had no body that can be shown." values={call.answer} />
        </div>
        <CallFacts call={call} />
      </div>
      <Text fz={13} c="dimmed" mt="md">
        Calls are forgotten after a day.
      </Text>
    </>
  );
}
