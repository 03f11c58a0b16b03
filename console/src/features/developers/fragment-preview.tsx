import type { FragmentInspection, FragmentSample, HandsetMessage } from 'countersign/admin';
import { useRef } from 'react';
import { Failure, Waiting } from '../../parts/states.tsx';
import campaigns from '../campaigns/campaigns.module.css';
import { Findings } from '../campaigns/message-preview.tsx';
import { Phone } from '../handset/phone.tsx';
import classes from './developers.module.css';

interface PreviewProps {
  readonly applicationId: number;
  readonly channel: string;
  readonly sender: string;
  readonly inspection: FragmentInspection | undefined;
  readonly error: unknown;
}

/** The text as its reader would have it. */
export function FragmentPreview({ inspection, error, ...props }: PreviewProps) {
  if (!inspection) return error ? <Failure error={error} /> : <Waiting rows={3} />;
  return (
    <div className={classes.preview}>
      <SamplePhone {...props} sample={inspection.sample} />
    </div>
  );
}

/** What the text takes up, and what speaks against it. */
export function FragmentFindings({ inspection }: { inspection: FragmentInspection }) {
  const { sample } = inspection;
  return (
    <div>
      {sample && sample.length !== null && <Size sample={sample} />}
      <Findings lint={inspection} />
    </div>
  );
}

function Size({ sample }: { sample: FragmentSample }) {
  return (
    <dl className={campaigns.meter} style={{ marginTop: 0 }}>
      <dt>Characters</dt>
      <dd>
        {sample.length} of {sample.capacity}
      </dd>
      <dt>Parts</dt>
      <dd>{sample.segments}</dd>
      <dt>Encoding</dt>
      <dd>{sample.encoding?.toUpperCase()}</dd>
    </dl>
  );
}

/** While a text cannot be sent, the handset shows the last one that could. */
function SamplePhone(props: {
  applicationId: number;
  channel: string;
  sender: string;
  sample: FragmentSample | null;
}) {
  const { applicationId, channel, sender } = props;
  const last = useRef<FragmentSample | null>(null);
  if (props.sample) last.current = props.sample;
  const message = last.current && messageOf(last.current, channel, sender);
  if (!message) return null;
  const conversation = { owner: 'Preview', messages: [message], last: message };
  return (
    <Phone
      applicationId={applicationId}
      conversation={conversation}
      call={undefined}
      mayReply={false}
      onCallEnd={() => undefined}
      onClose={undefined}
    />
  );
}

function messageOf(sample: FragmentSample, channel: string, sender: string): HandsetMessage {
  return {
    id: 'preview',
    direction: 'to-handset',
    channel,
    to: 'Preview',
    from: sender,
    text: sample.text,
    ssml: null,
    subject: sample.subject,
    code: null,
    choices: null,
    verificationId: null,
    sentAt: new Date().toISOString(),
    parts: sample.segments,
    isFlash: false,
    binary: null,
  };
}
