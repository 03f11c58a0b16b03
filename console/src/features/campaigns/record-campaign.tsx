import { useMutation } from '@tanstack/react-query';
import type { Campaign } from 'countersign/admin';
import { admin } from '../../admin.ts';
import { RecordRegistration } from '../numbers/record-registration.tsx';
import { adoptCampaign } from './queries.ts';

/** What the campaign registry said, written down by a reviewer (10DLC). */
export function RecordCampaign({ campaign }: { campaign: Campaign }) {
  const { applicationId, id: campaignId, registryId, expiresAt } = campaign;
  const record = useMutation({
    mutationFn: (registration: { registryId: string | null; expiresAt: string | null }) =>
      admin.recordCampaignRegistration({ applicationId, campaignId, ...registration }),
    onSuccess: adoptCampaign,
  });
  return (
    <RecordRegistration
      what={`campaign ${campaignId}`}
      initial={{ state: undefined, registryId, expiresAt }}
      error={record.error}
      isBusy={record.isPending}
      onSave={({ registryId: id, expiresAt: end }, onDone) =>
        record.mutate({ registryId: id, expiresAt: end }, { onSuccess: onDone })
      }
    />
  );
}
