import { Button, Group, Modal, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { Campaign } from 'countersign/admin';
import type { ReactNode } from 'react';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FormError, Notice } from '../../parts/states.tsx';
import { useOperatorNames } from '../operators/queries.ts';
import { useCampaignAct } from './queries.ts';
import { ReviewClock } from './review-clock.tsx';
import { whoIsAwaited } from './words.ts';

/** Where the campaign stands, who is waited for, and what its owner may do now. */
export function CampaignStatus({
  campaign,
  mayChange,
}: {
  campaign: Campaign;
  mayChange: boolean;
}) {
  return (
    <Card>
      <Title order={2} mb={4}>
        {titleOf(campaign)}
      </Title>
      <Text c="dimmed">{whoIsAwaited(campaign)}</Text>
      {campaign.awaitsReview && <ReviewClock campaign={campaign} />}
      <Decision campaign={campaign} />
      {mayChange && <Acts campaign={campaign} />}
    </Card>
  );
}

function titleOf({ state, awaitsReview, proposal }: Campaign): string {
  if (proposal) return 'Approved, with an edit in review';
  if (awaitsReview) return 'Waiting for approval';
  if (state === 'draft') return 'Not handed in yet';
  if (state === 'refused') return 'Refused';
  return state === 'withdrawn' ? 'Withdrawn' : 'Approved';
}

function Decision({ campaign }: { campaign: Campaign }): ReactNode {
  const nameOf = useOperatorNames();
  const { decidedAt, decidedBy, reason, state, proposal } = campaign;
  if (!decidedAt || campaign.awaitsReview) return null;
  const isEditRefused = state === 'approved' && reason !== null && !proposal;
  return (
    <>
      <Text fz={14} mt={10}>
        {state === 'refused' || isEditRefused ? 'Refused ' : 'Decided '}
        <Moment at={decidedAt} />
        {decidedBy && ` by ${nameOf(decidedBy)}`}.
      </Text>
      {reason && (
        <div style={{ marginTop: 10 }}>
          <Notice tone="warn">
            {isEditRefused ? 'The last edit was refused: ' : ''}
            {reason}
          </Notice>
        </div>
      )}
    </>
  );
}

function Acts({ campaign }: { campaign: Campaign }) {
  const act = useCampaignAct(campaign);
  const { state, awaitsReview, applicationId, id } = campaign;
  if (state === 'withdrawn') return null;
  const editPath = `/a/${applicationId}/numbers/campaigns/${id}/edit`;
  const maySubmit = state === 'draft' || state === 'refused';
  return (
    <>
      <Group gap="sm" mt="lg">
        {!awaitsReview && (
          <Button component={Link} to={editPath} variant={maySubmit ? 'default' : 'filled'}>
            Edit
          </Button>
        )}
        {maySubmit && (
          <Button
            loading={act.isPending && act.variables === 'submit'}
            onClick={() => act.mutate('submit')}
          >
            Hand in for review
          </Button>
        )}
        {awaitsReview && (
          <Button
            variant="default"
            loading={act.isPending && act.variables === 'take-back'}
            onClick={() => act.mutate('take-back')}
          >
            {campaign.proposal ? 'Drop the edit' : 'Take back'}
          </Button>
        )}
        <Withdraw campaign={campaign} onWithdraw={() => act.mutate('withdraw')} />
      </Group>
      {act.error && (
        <div style={{ marginTop: 12 }}>
          <FormError error={act.error} />
        </div>
      )}
    </>
  );
}

function Withdraw({ campaign, onWithdraw }: { campaign: Campaign; onWithdraw: () => void }) {
  const [isOpen, modal] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" color="red" onClick={modal.open}>
        Withdraw
      </Button>
      <Modal opened={isOpen} onClose={modal.close} title="Withdraw this campaign">
        <Text>
          Nothing more is sent with it, at once and for good. The number {campaign.number.sender}{' '}
          stays with the application and may get another campaign.
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={modal.close}>
            Keep it
          </Button>
          <Button
            color="red"
            onClick={() => {
              modal.close();
              onWithdraw();
            }}
          >
            Withdraw campaign
          </Button>
        </Group>
      </Modal>
    </>
  );
}
