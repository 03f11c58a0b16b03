import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Verification } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';
import shared from '../messages/messages.module.css';
import { describeEvent } from './describe-event.ts';
import { channelWord, isMessageOnly } from './words.ts';

interface Words {
  readonly tone: Tone;
  readonly meaning: string;
  readonly advice?: string | undefined;
  /** The message it is about. */
  readonly dispatchId?: string | undefined;
}

/** Did a code reach the person, and if not, why: before the timeline is read. */
export function Verdict({ verification }: { verification: Verification }) {
  const words = verdictOf(verification);
  if (!words) return null;
  const { advice, dispatchId, meaning, tone } = words;
  return (
    <div className={shared.verdict} data-tone={tone}>
      <Text fw={600}>{meaning}</Text>
      {advice && <Text>{advice}</Text>}
      {dispatchId && (
        <Text fz={14}>
          <Anchor
            component={Link}
            to={`/a/${verification.applicationId}/messages/${dispatchId}`}
            inherit
            c="inherit"
            underline="always"
          >
            Its message
          </Anchor>
        </Text>
      )}
    </div>
  );
}

const troubles = ['rejected', 'failed', 'expired', 'not_sent'];

function verdictOf(verification: Verification): Words | undefined {
  const { dispatches, status } = verification;
  if (status === 'verified') return undefined;
  const arrived = dispatches.findLast(({ state }) => state === 'delivered');
  if (arrived) return arrivedWords(verification, arrived);
  const last = dispatches.at(-1);
  if (last && troubles.includes(last.state)) return troubleWords(verification, last.id);
  if (!last) return undefined;
  return {
    tone: 'plain',
    meaning: 'Nothing is known yet from a phone.',
    advice: 'The carrier has the message and has not reported that it arrived.',
    dispatchId: last.id,
  };
}

type Dispatch = Verification['dispatches'][number];

/** Short codes of the USA and Canada: the carrier's word is the last one. */
function arrivedWords(verification: Verification, { channel, from, id }: Dispatch): Words {
  const way = channelWord(channel);
  const isCarriersWord = channel === 'sms' && /^\d{3,8}$/.test(from ?? '');
  const meaning = isCarriersWord
    ? 'The carrier took the SMS; its phones report nothing of short codes.'
    : `The ${way} reached ${channel === 'email' ? 'the mailbox' : 'the phone'}.`;
  return { tone: 'plain', meaning, advice: outcomeOf(verification), dispatchId: id };
}

function outcomeOf(verification: Verification): string | undefined {
  if (isMessageOnly(verification))
    return 'Whether its code was right is checked by the application.';
  const outcomes: Readonly<Record<string, string>> = {
    in_progress: 'The right code has not come yet.',
    expired: 'No right code came in time.',
    failed: 'The codes that were entered were wrong.',
    cancelled: 'It was cancelled before the right code came.',
  };
  return outcomes[verification.status];
}

function troubleWords(verification: Verification, dispatchId: string): Words {
  const event = verification.events.findLast(
    ({ data, kind }) =>
      data.dispatchId === dispatchId && troubles.includes(kind.replace('message.', '')),
  );
  const detail = event && describeEvent(event, verification).detail;
  return { tone: 'bad', meaning: 'No code reached the phone.', advice: detail, dispatchId };
}
