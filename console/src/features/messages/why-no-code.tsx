import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AddressHold, AddressHoldCause, ExplainedAddress } from 'countersign/admin';
import { admin } from '../../admin.ts';
import { groupAddress } from '../../parts/address.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import { sentenceOf } from '../../parts/states.tsx';
import { countryName } from '../quality/words.ts';
import { toFilter } from '../verifications/search.ts';
import classes from './messages.module.css';

interface Place {
  readonly label: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly hash?: string;
}

/** Where a cause is looked at and, with the right role, put right. */
function placeOf(
  cause: AddressHoldCause,
  { applicationId, verificationId }: { applicationId: number; verificationId: string | null },
): Place | undefined {
  const room = `/a/${applicationId}`;
  const settings = `/settings/applications/${applicationId}`;
  const places: Readonly<Partial<Record<AddressHoldCause, Place>>> = {
    'opted-out': { label: 'Consent', to: `${room}/consent` },
    blocked: { label: 'Blocks', to: `${room}/fraud`, search: { view: 'blocks' } },
    running: { label: 'This verification', to: `${room}/verifications/${verificationId}` },
    balance: { label: 'Billing', to: `${room}/billing` },
    'spend-cap': { label: 'Spending', to: settings, hash: 'spending' },
    'too-many-messages': { label: 'Limits', to: settings, hash: 'limits' },
    country: { label: 'Limits', to: settings, hash: 'limits' },
  };
  return places[cause];
}

/**
 * Above a list that was searched for one person: what keeps messages from them now. A request that was
 * refused is in no list, so its cause is told here.
 */
export function WhyNoCode({ applicationId, q }: { applicationId: number; q: string | undefined }) {
  const { address } = toFilter(q ?? '');
  const isAsked = address !== undefined && applicationId > 0;
  const explained = useQuery({
    queryKey: ['explained-address', applicationId, address],
    queryFn: ({ signal }) =>
      admin.explainAddress({ applicationId, address: address ?? '' }, { signal }),
    enabled: isAsked,
  });
  if (!isAsked || explained.isPending) return null;
  if (explained.isError) {
    return (
      <Card mb="md" p="md">
        <Group justify="space-between">
          <Text role="alert">
            What keeps codes from this person could not be told. {sentenceOf(explained.error)}
          </Text>
          <Button variant="default" onClick={() => void explained.refetch()}>
            Try again
          </Button>
        </Group>
      </Card>
    );
  }
  return <Answer applicationId={applicationId} explained={explained.data} />;
}

function Answer(props: { applicationId: number; explained: ExplainedAddress }) {
  const { applicationId, explained } = props;
  const { country, holds, maskedAddress } = explained;
  const isFree = holds.every(({ isOver }) => isOver);
  return (
    <section className={classes.why} data-tone={isFree ? 'good' : 'bad'} aria-label="Why no code?">
      <Title order={2} fz={17}>
        <Icon name={isFree ? 'check' : 'alert'} size={18} />
        {isFree
          ? 'Nothing keeps codes from this person now'
          : holds.filter(({ isOver }) => !isOver).length === 1
            ? 'One thing keeps codes from this person'
            : 'Several things keep codes from this person'}
      </Title>
      <Text fz={14} className="tabular">
        {groupAddress(maskedAddress)}
        {country && `, ${countryName(country)}`}
      </Text>
      {holds.length > 0 && (
        <ul>
          {holds.map((hold) => (
            <Hold
              key={`${hold.meaning} ${hold.until}`}
              hold={hold}
              applicationId={applicationId}
              verificationId={explained.verificationId}
            />
          ))}
        </ul>
      )}
      {isFree && (
        <Text fz={14}>
          If no code came, open the message below: it says what the carrier answered. If there is
          none, no request for this number was accepted; the answer your server got says why.
        </Text>
      )}
    </section>
  );
}

function Hold(props: { hold: AddressHold; applicationId: number; verificationId: string | null }) {
  const { hold, applicationId, verificationId } = props;
  const place = placeOf(hold.cause, { applicationId, verificationId });
  return (
    <li>
      <Text fw={600}>
        {hold.meaning}
        {hold.until && (
          <Text span fw={400} fz={14}>
            {' · '}
            {hold.isOver ? 'ended' : 'ends'} <Moment at={hold.until} />
          </Text>
        )}
      </Text>
      <Text fz={14}>
        {hold.advice}{' '}
        {place && (
          <Anchor
            component={Link}
            to={place.to}
            search={(place.search ?? {}) as never} // the room's own search
            {...(place.hash !== undefined && { hash: place.hash })}
            inherit
            c="inherit"
            underline="always"
          >
            {place.label}
          </Anchor>
        )}
      </Text>
    </li>
  );
}
