import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { OwnedNumber } from 'countersign/admin';
import { FormError } from '../../parts/states.tsx';
import { useReleaseNumber } from './queries.ts';

/** Gives back a number on which no campaign is. */
export function ReleaseNumber({ number }: { number: OwnedNumber }) {
  const [isOpen, modal] = useDisclosure(false);
  const release = useReleaseNumber(number.applicationId);
  return (
    <>
      <Button variant="subtle" color="red" onClick={modal.open}>
        Release
      </Button>
      <Modal opened={isOpen} onClose={modal.close} title={`Release ${number.sender}`}>
        <Text>
          Messages no longer come from it, and answers to it no longer reach this application.
        </Text>
        <FormError error={release.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={modal.close}>
            Keep it
          </Button>
          <Button color="red" loading={release.isPending} onClick={() => release.mutate(number.id)}>
            Release number
          </Button>
        </Group>
      </Modal>
    </>
  );
}
