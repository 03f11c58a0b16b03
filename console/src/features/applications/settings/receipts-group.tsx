import type { GroupProps } from './use-settings-group.ts';
import { WebhookGroup, type WebhookTexts, webhookShape } from './webhook-group.tsx';

const texts: WebhookTexts = {
  key: 'receipts',
  title: 'Delivery receipts',
  lead: 'A receipt is a call to your server that says what became of a message: accepted, delivered, or why not. It is repeated for 72 hours until you answer with 2xx.',
  urlDescription: 'Leave it empty to get no receipts.',
  exampleUrl: 'https://example.com/receipts',
  fieldsOf: ({ apiKey, settings, campaigns }) => [
    ['msisdn', '12025550142'],
    ['to', campaigns.find(({ use }) => use === 'two-factor')?.code ?? settings.sender],
    ['network-code', '310004'],
    ['messageId', '01a1fd84-3b0a-747a-9451-8916cc105da7'],
    ['price', Number(settings.prices.message.sms ?? '0').toFixed(8)],
    ['status', 'delivered'],
    ['scts', '2603040506'],
    ['err-code', '0'],
    ['api-key', apiKey],
    ['message-timestamp', '2026-03-04 05:06:07'],
  ],
};
const shape = webhookShape(texts);

export function ReceiptsGroup(props: GroupProps) {
  return <WebhookGroup {...props} texts={texts} shape={shape} />;
}
