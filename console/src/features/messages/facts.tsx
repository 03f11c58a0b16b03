import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Message } from 'countersign/admin';
import { groupAddress } from '../../parts/address.ts';
import { CopiedFact, Fact, Facts } from '../../parts/fact.tsx';
import { countryName, money } from '../quality/words.ts';
import { dialectWord } from '../verifications/words.ts';
import { channelWord, describeContent, routeOf } from './words.ts';

export function MessageFacts({ message }: { message: Message }) {
  const { carrierMessageId, content, country, dialect, network, transport } = message;
  const { from, to } = routeOf(message);
  const isOtherId = carrierMessageId !== null && carrierMessageId !== message.id;
  return (
    <Facts>
      <CopiedFact name="Message id" value={message.id} />
      {isOtherId && <CopiedFact name="Carrier’s id" value={carrierMessageId} />}
      {message.reference && <CopiedFact name="Reference" value={message.reference} />}
      <Fact name="From">{groupAddress(from)}</Fact>
      <Fact name="To">{groupAddress(to)}</Fact>
      <Fact name="Way">{channelWord(message.channel)}</Fact>
      {country && <Fact name="Country">{countryName(country)}</Fact>}
      {network && <Fact name="Carrier">{network}</Fact>}
      {transport && <Fact name="Carried by">{transport}</Fact>}
      {dialect && <Fact name="Came by">{dialectWord(dialect)}</Fact>}
      {content && <Fact name="Text">{describeContent(content)}; its words are not shown</Fact>}
      {message.segments !== null && <Fact name="Billed parts">{message.segments}</Fact>}
      {message.direction === 'outbound' && (
        <Fact name="Cost">{money(message.cost, message.currency)}</Fact>
      )}
      {message.tries > 1 && <Fact name="Tries">{message.tries}</Fact>}
      <Relations message={message} />
    </Facts>
  );
}

/** What it belongs to, answers, or was answered with. */
function Relations({ message }: { message: Message }) {
  const { applicationId, direction, inReplyTo, replyId, verificationId } = message;
  const room = `/a/${applicationId}`;
  const isAnswer = direction === 'inbound';
  return (
    <>
      {verificationId && (
        <Related
          name={isAnswer ? 'Its code was for' : 'Its code is of'}
          to={`${room}/verifications/${verificationId}`}
          label="This verification"
        />
      )}
      {inReplyTo && (
        <Related name="Answers" to={`${room}/messages/${inReplyTo}`} label="This text" />
      )}
      {replyId && (
        <Related name="Answered with" to={`${room}/messages/${replyId}`} label="This message" />
      )}
    </>
  );
}

function Related({ name, to, label }: { name: string; to: string; label: string }) {
  return (
    <Fact name={name}>
      <Anchor component={Link} to={to}>
        {label}
      </Anchor>
    </Fact>
  );
}
