import { Text, UnstyledButton } from '@mantine/core';
import { groupAddress } from '../../parts/address.ts';
import { Card } from '../../parts/card.tsx';
import { Icon, type IconName } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import type { Conversation } from './conversations.ts';
import classes from './handset.module.css';

const iconOf: Readonly<Record<string, IconName>> = {
  sms: 'bubble',
  whatsapp: 'bubble',
  voice: 'phone',
  email: 'mail',
};

/** The numbers that have messages; a press takes a phone out or puts it away. */
export function NumberList(props: {
  conversations: readonly Conversation[];
  shown: readonly string[];
  onToggle: (owner: string) => void;
}) {
  return (
    <Card p={0} className={classes.numbersCard as string}>
      <div className={classes.numbers}>
        {props.conversations.map(({ owner, last }) => (
          <UnstyledButton
            key={owner}
            className={classes.number}
            aria-pressed={props.shown.includes(owner)}
            onClick={() => props.onToggle(owner)}
          >
            <Icon name={iconOf[last.channel] ?? 'bubble'} />
            <span className={classes.numberText}>
              <Text fz={14} fw={600} truncate className="tabular" lh={1.3}>
                {groupAddress(owner)}
              </Text>
              <Text fz={12} c="dimmed" lh={1.3} component="div">
                <Moment at={last.sentAt} />
              </Text>
            </span>
          </UnstyledButton>
        ))}
      </div>
    </Card>
  );
}
