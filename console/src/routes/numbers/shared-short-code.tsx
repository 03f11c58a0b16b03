import { Button, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { CampaignUse } from 'countersign/admin';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { BackLink } from '../../features/numbers/back-link.tsx';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import classes from '../../features/numbers/numbers.module.css';
import { SharedCodes } from '../../features/numbers/shared-codes.tsx';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Notice } from '../../parts/states.tsx';

const uses: readonly { use: CampaignUse; title: string; lead: string; button: string }[] = [
  {
    use: 'two-factor',
    title: 'Two-factor authentication',
    lead: 'One message with a code, each time somebody signs in or confirms a number. One text, with the code in it once.',
    button: 'Add a short code for two factor authentication',
  },
  {
    use: 'alerts',
    title: 'Alerts',
    lead: 'Messages about something that happened. Up to six texts, chosen by each request.',
    button: 'Add a short code for alerts',
  },
  {
    use: 'marketing',
    title: 'Marketing',
    lead: 'Offers to people who asked for them. Needs the most evidence of consent.',
    button: 'Add a short code for marketing',
  },
];

/** What the short code shall be for. */
export function SharedShortCodeRoom() {
  const application = useCurrentApplication();
  const hindrance = useNumbersHindrance(application);
  const navigate = useNavigate();
  if (!application) return null;
  const home = `/a/${application.id}/numbers`;
  const apply = (use: CampaignUse) =>
    void navigate({ to: `${home}/apply`, search: { use } as never }); // this application's own room
  return (
    <>
      <BackLink to={`${home}/buy`}>Buy numbers</BackLink>
      <Page title="Add a shared short code" lead="What shall it be for?">
        {hindrance && <Notice tone="warn">{hindrance}</Notice>}
        <div className={classes.choices}>
          {uses.map(({ use, title, lead, button }) => (
            <Card key={use} className={`${classes.choice} ${classes.pinned}`} h="100%">
              <Title order={2}>{title}</Title>
              <Text c="dimmed">{lead}</Text>
              <Button
                variant={use === 'two-factor' ? 'filled' : 'default'}
                disabled={hindrance !== undefined}
                onClick={() => apply(use)}
                styles={{
                  root: { height: 'auto', paddingBlock: 8 },
                  label: { whiteSpace: 'normal', lineHeight: 1.35, overflow: 'visible' },
                }}
              >
                {button}
              </Button>
            </Card>
          ))}
        </div>
        <SharedCodes kind={application.kind} />
      </Page>
    </>
  );
}
