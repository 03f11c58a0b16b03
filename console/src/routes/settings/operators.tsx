import { ActionIcon, Button, Group, Menu, Modal, Select, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Operator, OperatorRole } from 'countersign/admin';
import { InviteModal, roleOptions } from '../../features/operators/invite-modal.tsx';
import { LinkShown } from '../../features/operators/link-shown.tsx';
import {
  roleWord,
  useChangeRole,
  useDisable,
  useIssueLink,
  useOperators,
} from '../../features/operators/queries.ts';
import { useMay, useSession } from '../../features/session/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Failure, FormError, Waiting } from '../../parts/states.tsx';

export function OperatorsRoom() {
  const operators = useOperators();
  const mayManage = useMay('operators.manage');
  const [isInviting, inviting] = useDisclosure(false);
  return (
    <Card p={0}>
      <Group justify="space-between" p="lg" pb="sm">
        <div>
          <Title order={2}>Operators</Title>
          <Text c="dimmed">People who may sign in to this console.</Text>
        </div>
        {mayManage && <Button onClick={inviting.open}>Invite an operator</Button>}
      </Group>
      {operators.isPending && <Waiting rows={3} />}
      {operators.isError && (
        <Failure error={operators.error} onRetry={() => void operators.refetch()} />
      )}
      {operators.data && (
        <Table.ScrollContainer minWidth={620}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th w={170}>Role</Table.Th>
                <Table.Th>Last signed in</Table.Th>
                <Table.Th aria-label="Actions" w={56} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {operators.data.items.map((operator) => (
                <OperatorRow key={operator.id} operator={operator} mayManage={mayManage} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <InviteModal isOpen={isInviting} onClose={inviting.close} />
    </Card>
  );
}

function OperatorRow({ operator, mayManage }: { operator: Operator; mayManage: boolean }) {
  const changeRole = useChangeRole();
  const isDisabled = operator.disabledAt !== null;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550}>{operator.name}</Text>
        <Text fz={13} c="dimmed" className="long">
          {operator.email}
        </Text>
        <FormError error={changeRole.error} />
      </Table.Td>
      <Table.Td>
        {mayManage && !isDisabled ? (
          <Select
            aria-label={`Role of ${operator.name}`}
            size="sm"
            data={roleOptions}
            value={operator.role}
            allowDeselect={false}
            disabled={changeRole.isPending}
            onChange={(role) =>
              role && changeRole.mutate({ operatorId: operator.id, role: role as OperatorRole })
            }
          />
        ) : (
          roleWord[operator.role].label
        )}
      </Table.Td>
      <Table.Td>
        <Presence operator={operator} />
      </Table.Td>
      <Table.Td>{mayManage && !isDisabled && <OperatorActions operator={operator} />}</Table.Td>
    </Table.Tr>
  );
}

function Presence({ operator }: { operator: Operator }) {
  if (operator.disabledAt) return <Badge tone="plain">Disabled</Badge>;
  if (!operator.lastSignedInAt) return <Badge tone="warn">Invited</Badge>;
  return (
    <>
      <Moment at={operator.lastSignedInAt} />
      {!operator.hasEnrolled && (
        <Text fz={13} c="dimmed">
          by link, nothing enrolled yet
        </Text>
      )}
    </>
  );
}

function OperatorActions({ operator }: { operator: Operator }) {
  const session = useSession();
  const disable = useDisable();
  const issueLink = useIssueLink();
  const [isAsking, asking] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${operator.name}`}>
            <Icon name="more" size={22} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => issueLink.mutate(operator.id)}>New one-time link</Menu.Item>
          <Menu.Item
            color="red"
            onClick={asking.open}
            disabled={operator.id === session.operator.id}
          >
            Disable
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={issueLink.isSuccess || issueLink.isError}
        onClose={issueLink.reset}
        title={`One-time link for ${operator.name}`}
      >
        <FormError error={issueLink.error} />
        {issueLink.data && <LinkShown link={issueLink.data} onDone={issueLink.reset} />}
      </Modal>
      <Modal opened={isAsking} onClose={asking.close} title={`Disable ${operator.name}`}>
        <Text mb="md">
          Their sessions end at once and they cannot sign in again. What they did stays in the
          audit.
        </Text>
        <FormError error={disable.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={asking.close}>
            Cancel
          </Button>
          <Button
            color="red"
            loading={disable.isPending}
            onClick={() => disable.mutate(operator.id, { onSuccess: asking.close })}
          >
            Disable operator
          </Button>
        </Group>
      </Modal>
    </>
  );
}
