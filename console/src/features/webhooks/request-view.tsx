import { Text } from '@mantine/core';
import type { WebhookRequest } from 'countersign/admin';
import { CodeBlock } from '../../parts/code-block.tsx';
import classes from './webhooks.module.css';
import { signatureWord } from './words.ts';

/** A request as it was sent, and the string its signature was made over. */
export function RequestView({ request }: { request: WebhookRequest }) {
  return (
    <div className={classes.request}>
      <CodeBlock text={requestText(request)} />
      {request.baseString === null ? (
        <Text fz={14} c="dimmed">
          It was not signed. Choose a signature in the settings, so that nobody else can pretend to
          be us.
        </Text>
      ) : (
        <>
          <Text fz={14} fw={600}>
            Signature base string
          </Text>
          <CodeBlock text={request.baseString} />
          <Text fz={14} c="dimmed">
            The request was {signatureWord(request.algorithm)}, over this string with the real
            values in place of the dots.
          </Text>
        </>
      )}
    </div>
  );
}

function requestText({ method, url, contentType, headers, body }: WebhookRequest): string {
  return [
    `${method} ${url}`,
    ...(contentType ? [`content-type: ${contentType}`] : []),
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    ...(body === null ? [] : ['', body]),
  ].join('\n');
}
