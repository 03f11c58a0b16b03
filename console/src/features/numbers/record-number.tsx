import { useMutation } from '@tanstack/react-query';
import type { OwnedNumber, RegistrationState } from 'countersign/admin';
import { admin } from '../../admin.ts';
import { reloadNumbers } from './queries.ts';
import { RecordRegistration } from './record-registration.tsx';

const stateWord: Readonly<Record<RegistrationState, string>> = {
  none: 'Not registered',
  submitted: 'With the registry',
  registered: 'Registered',
  refused: 'Refused',
};

/** What a registry said about a number by itself: toll-free verification, sender id registration. */
export function RecordNumber({ number }: { number: OwnedNumber }) {
  const { applicationId, id: numberId, registration } = number;
  const record = useMutation({
    mutationFn: (change: Parameters<typeof admin.recordNumberRegistration>[0]) =>
      admin.recordNumberRegistration(change),
    onSuccess: reloadNumbers,
  });
  return (
    <RecordRegistration
      what={number.sender}
      states={stateWord}
      initial={registration}
      error={record.error}
      isBusy={record.isPending}
      onSave={({ state, ...rest }, onDone) =>
        record.mutate(
          {
            applicationId,
            numberId,
            ...rest,
            state: (state ?? registration.state) as RegistrationState,
          },
          { onSuccess: onDone },
        )
      }
    />
  );
}
