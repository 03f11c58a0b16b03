import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import type { Campaign } from 'countersign/admin';
import { useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError } from '../../parts/states.tsx';
import { useDecide } from './queries.ts';

/** The reviewer's word. It is about the revision on the screen: a newer one is refused. */
export function ReviewPanel({ campaign }: { campaign: Campaign }) {
  const [reason, setReason] = useState('');
  const decide = useDecide(campaign);
  const { revision } = campaign;
  const words = reason.trim();
  const isBusy = (decision: string) => decide.isPending && decide.variables.decision === decision;
  return (
    <Card>
      <Title order={2} mb={2}>
        Your decision
      </Title>
      <Text c="dimmed" mb="md">
        {campaign.proposal
          ? 'Approved, the edit takes the old text’s place. Refused, the old text stays in force.'
          : 'Approved, messages may be sent at once. Refused, the applicant reads your reason.'}
      </Text>
      <Textarea
        label="Reason"
        description="For the applicant, in plain words. Needed to refuse."
        autosize
        minRows={2}
        maxRows={8}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {decide.error && (
        <div style={{ marginTop: 12 }}>
          <FormError error={decide.error} />
        </div>
      )}
      <Group gap="sm" mt="md">
        <Button
          loading={isBusy('approve')}
          onClick={() =>
            decide.mutate({ decision: 'approve', revision, ...(words && { reason: words }) })
          }
        >
          Approve
        </Button>
        <Button
          color="red"
          variant="outline"
          disabled={words === ''}
          loading={isBusy('refuse')}
          onClick={() => decide.mutate({ decision: 'refuse', revision, reason: words })}
        >
          Refuse
        </Button>
      </Group>
    </Card>
  );
}
