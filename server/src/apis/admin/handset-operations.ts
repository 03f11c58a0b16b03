/** The virtual handset of a sandbox application. */
import { actorOf } from '../../operators/operator.ts';
import type { HandsetMessage } from './core.ts';
import { findSandboxApplication } from './find-application.ts';
import { operation } from './operation.ts';
import * as schema from './schemas.ts';
import { handsetMessageView } from './views.ts';

const messagesMax = 200;

export const handsetOperations = [
  operation(
    {
      name: 'listHandsetMessages',
      method: 'GET',
      path: '/admin/applications/:applicationId/handset',
      summary: 'Messages on the handset, newest first',
      access: 'handset.read',
      params: schema.ApplicationParams,
      query: schema.HandsetFilter,
      answer: schema.HandsetMessageList,
    },
    async (call) => {
      const application = await findSandboxApplication(call.deps, call.params.applicationId);
      const messages = await call.deps.core.listHandsetMessages({
        ...(call.query.to === undefined ? {} : { to: call.query.to }),
        applicationId: application.id,
        limit: Math.min(Number(call.query.limit ?? messagesMax), messagesMax),
      });
      return { items: messages.map(handsetMessageView) };
    },
  ),
  operation(
    {
      name: 'followHandset',
      method: 'GET',
      path: '/admin/applications/:applicationId/handset/stream',
      summary: 'Messages as they come (server-sent events)',
      access: 'handset.read',
      params: schema.ApplicationParams,
      answer: schema.HandsetMessageView,
      isStream: true,
    },
    async (call) => {
      const application = await findSandboxApplication(call.deps, call.params.applicationId);
      return views(
        call.deps.core.followHandset({
          applicationId: application.id,
          signal: call.request.signal,
        }),
      );
    },
  ),
  operation(
    {
      name: 'replyFromHandset',
      method: 'POST',
      path: '/admin/applications/:applicationId/handset/replies',
      summary: 'The handset answers',
      access: 'handset.use',
      params: schema.ApplicationParams,
      body: schema.HandsetReply,
      answer: schema.Done,
    },
    async (call) => {
      const application = await findSandboxApplication(call.deps, call.params.applicationId);
      await call.deps.core.replyFromHandset({ ...call.body, applicationId: application.id });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'answerHandsetChoice',
      method: 'POST',
      path: '/admin/applications/:applicationId/handset/choices',
      summary: 'A button of a message is tapped on the handset',
      access: 'handset.use',
      params: schema.ApplicationParams,
      body: schema.HandsetChoice,
      answer: schema.Done,
    },
    async (call) => {
      const application = await findSandboxApplication(call.deps, call.params.applicationId);
      await call.deps.core.answerHandsetChoice({ ...call.body, applicationId: application.id });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'startTestVerification',
      method: 'POST',
      path: '/admin/applications/:applicationId/handset/test-verifications',
      summary: 'Start a verification whose code arrives on the handset',
      access: 'handset.use',
      params: schema.ApplicationParams,
      body: schema.TestVerification,
      answer: schema.StartedVerification,
    },
    async (call) => {
      const application = await findSandboxApplication(call.deps, call.params.applicationId);
      return call.deps.core.startTestVerification({
        ...call.body,
        applicationId: application.id,
        actor: actorOf(call.signedIn.operator),
      });
    },
  ),
  operation(
    {
      name: 'listChannels',
      method: 'GET',
      path: '/admin/channels',
      summary: 'Channels this server knows',
      access: 'signed-in',
      answer: schema.ChannelList,
    },
    (call) => ({
      items: call.deps.core.listChannels().map(({ name, addressKind }) => ({ name, addressKind })),
    }),
  ),
];

async function* views(
  messages: AsyncIterable<HandsetMessage>,
): AsyncGenerator<schema.View<typeof schema.HandsetMessageView>> {
  for await (const message of messages) yield handsetMessageView(message);
}
