import type { GroupProps } from './use-settings-group.ts';
import { WebhookGroup, type WebhookTexts, webhookShape } from './webhook-group.tsx';

const texts: WebhookTexts = {
  key: 'inbound',
  title: 'Inbound messages',
  lead: 'What people write to your numbers, STOP and HELP included, is passed on to your server. A reply with the code of a message says whether it was the right one. It is repeated for 24 hours until you answer with 2xx.',
  urlDescription: 'Leave it empty to be told of none. Keywords and codes take effect all the same.',
  exampleUrl: 'https://example.com/inbound',
  fieldsOf: ({ apiKey, settings, campaigns }) => [
    ['msisdn', '12025550142'],
    ['to', campaigns.find(({ use }) => use === 'two-factor')?.code ?? settings.sender],
    ['messageId', '01a1fd84-3b0a-747a-9451-8916cc105da7'],
    ['type', 'text'],
    ['text', '471108'],
    ['keyword', '471108'],
    ['verification-status', 'verified'],
    ['verification-message-id', '01a1fd84-30fa-7de0-87d3-ecebbb0ae5f9'],
    ['message-timestamp', '2026-03-04 05:06:07'],
    ['api-key', apiKey],
  ],
};
const shape = webhookShape(texts);

export function InboundGroup(props: GroupProps) {
  return <WebhookGroup {...props} texts={texts} shape={shape} />;
}
