import { Anchor, Button, Spoiler, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ConsentEntry, ConsentStanding } from 'countersign/admin';
import { groupAddress } from '../../parts/address.ts';
import { Badge } from '../../parts/badge.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useOperatorNames } from '../operators/queries.ts';
import { useMay } from '../session/queries.ts';
import classes from './consent.module.css';
import { changeWord, senderWord, sinceOf, sourceWord } from './words.ts';

export function StandingTable(props: {
  items: readonly ConsentStanding[];
  onOptIn: (standing: ConsentStanding) => void;
}) {
  const mayManage = useMay('consent.manage');
  return (
    <>
      <div className={`${classes.standing} ${classes.head}`} aria-hidden="true">
        <span>State</span>
        <span>Number</span>
        <span>Sender</span>
        <span>Since</span>
      </div>
      <ul className={classes.list}>
        {props.items.map((item) => (
          <li key={item.id} className={classes.standing}>
            <ChangeBadge change={item.isOptedOut ? 'opt-out' : 'opt-in'} />
            <Anchor
              className={classes.number}
              component={Link}
              to="."
              search={{ view: 'ledger', of: item.id } as never} // this room's own search
              title="Its entries in the ledger"
            >
              {groupAddress(item.maskedNumber)}
            </Anchor>
            <span>{senderWord(item.sender)}</span>
            <span className={classes.quiet}>
              <Since item={item} />
            </span>
            <span className={classes.act}>
              {item.isOptedOut && mayManage && (
                <Button size="xs" variant="default" onClick={() => props.onOptIn(item)}>
                  Opt in again
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function ChangeBadge({ change }: { change: ConsentEntry['change'] }) {
  const { label, tone } = changeWord[change];
  return (
    <span>
      <Badge tone={tone}>{label}</Badge>
    </span>
  );
}

function Since({ item }: { item: ConsentStanding }) {
  const since = sinceOf(item);
  return since && <Moment at={since} />;
}

export function LedgerTable({ items }: { items: readonly ConsentEntry[] }) {
  return (
    <>
      <div className={`${classes.entry} ${classes.head}`} aria-hidden="true">
        <span>Change</span>
        <span>Number</span>
        <span>Sender</span>
        <span>When</span>
        <span>Who, and the evidence</span>
      </div>
      <ul className={classes.list}>
        {items.map((item) => (
          <EntryRow key={item.id} item={item} />
        ))}
      </ul>
    </>
  );
}

const evidenceHeight = 66;

function EntryRow({ item }: { item: ConsentEntry }) {
  const nameOf = useOperatorNames();
  const place = [item.page, item.clientAddress && `from ${item.clientAddress}`].filter(Boolean);
  return (
    <li className={classes.entry}>
      <ChangeBadge change={item.change} />
      <span className={classes.number}>{groupAddress(item.maskedNumber)}</span>
      <span>{senderWord(item.sender)}</span>
      <span className={classes.quiet}>
        <Moment at={item.at} />
      </span>
      <div className={classes.proof}>
        {nameOf(item.actor)} {sourceWord[item.source]}
        {item.text && (
          <Spoiler maxHeight={evidenceHeight} showLabel="Show all" hideLabel="Show less">
            <Text fz={14} className={classes.evidence}>
              “{item.text}”
            </Text>
          </Spoiler>
        )}
        {place.length > 0 && (
          <Text fz={13} c="dimmed" className="long">
            {place.join(' ')}
          </Text>
        )}
      </div>
    </li>
  );
}
