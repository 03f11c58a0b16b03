/** Who may sign in. */
import { changeOperatorRole } from '../../operators/change-operator-role.ts';
import { disableOperator } from '../../operators/disable-operator.ts';
import { inviteOperator } from '../../operators/invite-operator.ts';
import { issueSignInLink, type SignInLink } from '../../operators/issue-sign-in-link.ts';
import { listOperators } from '../../operators/list-operators.ts';
import { actorOf } from '../../operators/operator.ts';
import { operation } from './operation.ts';
import * as schema from './schemas.ts';
import { operatorView } from './views.ts';

export const operatorOperations = [
  operation(
    {
      name: 'listOperators',
      method: 'GET',
      path: '/admin/operators',
      summary: 'Operators, oldest first',
      access: 'operators.read',
      answer: schema.OperatorList,
    },
    async (call) => ({ items: (await listOperators(call.deps.operators)).map(operatorView) }),
  ),
  operation(
    {
      name: 'inviteOperator',
      method: 'POST',
      path: '/admin/operators',
      summary: 'Invite an operator; answers their one-time link',
      access: 'operators.manage',
      body: schema.Invitation,
      answer: schema.SignInLinkView,
    },
    async (call) => {
      const { link } = await inviteOperator(call.deps.operators, {
        ...call.body,
        actor: actorOf(call.signedIn.operator),
      });
      return linkView(link);
    },
  ),
  operation(
    {
      name: 'issueSignInLink',
      method: 'POST',
      path: '/admin/operators/:operatorId/links',
      summary: 'A new one-time link for an operator; replaces the older ones',
      access: 'operators.manage',
      params: schema.OperatorParams,
      answer: schema.SignInLinkView,
    },
    async (call) => {
      const link = await issueSignInLink(call.deps.operators, {
        operatorId: Number(call.params.operatorId),
        actor: actorOf(call.signedIn.operator),
      });
      return linkView(link);
    },
  ),
  operation(
    {
      name: 'changeOperatorRole',
      method: 'PUT',
      path: '/admin/operators/:operatorId/role',
      summary: 'Give an operator another role',
      access: 'operators.manage',
      params: schema.OperatorParams,
      body: schema.RoleChange,
      answer: schema.Done,
    },
    async (call) => {
      await changeOperatorRole(call.deps.operators, {
        operatorId: Number(call.params.operatorId),
        role: call.body.role,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'disableOperator',
      method: 'DELETE',
      path: '/admin/operators/:operatorId',
      summary: 'End an operator’s access',
      access: 'operators.manage',
      params: schema.OperatorParams,
      answer: schema.Done,
    },
    async (call) => {
      await disableOperator(call.deps.operators, {
        operatorId: Number(call.params.operatorId),
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

function linkView(link: SignInLink): schema.View<typeof schema.SignInLinkView> {
  return { url: link.url, expiresAt: link.expiresAt.toISOString() };
}
