import { useMutation, useQuery } from '@tanstack/react-query';
import type { Invitation, OperatorRole } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import { useMay } from '../session/queries.ts';

export const roleWord: Readonly<Record<OperatorRole, { label: string; description: string }>> = {
  owner: { label: 'Owner', description: 'Everything, including live applications and operators' },
  developer: { label: 'Developer', description: 'Sandbox applications, secrets and the handset' },
  support: { label: 'Support', description: 'Looks up verifications, never sees a code' },
  reviewer: {
    label: 'Reviewer',
    description: 'Decides about campaigns, looks up verifications and the audit',
  },
  viewer: { label: 'Viewer', description: 'Looks, changes nothing' },
};

export function useOperators() {
  const mayRead = useMay('operators.read');
  return useQuery({
    queryKey: ['operators'],
    queryFn: ({ signal }) => admin.listOperators(undefined, { signal }),
    enabled: mayRead,
  });
}

/** Turns `operator:3` into a name where the reader may know it. */
export function useOperatorNames(): (actor: string) => string {
  const { data } = useOperators();
  return (actor) => {
    const id = /^operator:(\d+)$/.exec(actor)?.[1];
    if (!id) return actor.charAt(0).toUpperCase() + actor.slice(1);
    return data?.items.find((operator) => operator.id === Number(id))?.name ?? `Operator ${id}`;
  };
}

function reload(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['operators'] });
}

export function useInvite() {
  return useMutation({
    mutationFn: (invitation: Invitation) => admin.inviteOperator(invitation),
    onSuccess: reload,
  });
}

export function useIssueLink() {
  return useMutation({
    mutationFn: (operatorId: number) => admin.issueSignInLink({ operatorId }),
  });
}

export function useChangeRole() {
  return useMutation({
    mutationFn: (change: { operatorId: number; role: OperatorRole }) =>
      admin.changeOperatorRole(change),
    onSuccess: reload,
  });
}

export function useDisable() {
  return useMutation({
    mutationFn: (operatorId: number) => admin.disableOperator({ operatorId }),
    onSuccess: reload,
  });
}
