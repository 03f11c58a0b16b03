import { Button, Text, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { AddNumberForm } from '../../features/numbers/add-number-form.tsx';
import { BackLink } from '../../features/numbers/back-link.tsx';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import classes from '../../features/numbers/numbers.module.css';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Notice } from '../../parts/states.tsx';

/** Two ways to a number: one shared by the installation, or one the carrier gave the owner. */
export function BuyNumbersRoom() {
  const application = useCurrentApplication();
  const hindrance = useNumbersHindrance(application);
  const navigate = useNavigate();
  if (!application) return null;
  const home = `/a/${application.id}/numbers`;
  return (
    <>
      <BackLink to={home}>Numbers</BackLink>
      <Page title="Buy numbers" lead="Choose what messages shall come from.">
        {hindrance ? (
          <Notice tone="warn">{hindrance}</Notice>
        ) : (
          <div className={classes.choices}>
            <Card className={classes.choice}>
              <Title order={2}>A shared short code</Title>
              <Text c="dimmed">
                For the United States and Canada. The code belongs to this installation and is used
                by several applications; yours is told apart by its campaign. Nothing to buy, and no
                carrier to wait for beside the review.
              </Text>
              <Button component={Link} to={`${home}/shared-short-code`}>
                Add a shared short code
              </Button>
            </Card>
            <Card className={classes.choice}>
              <Title order={2}>A number of your own</Title>
              <Text c="dimmed">
                A dedicated short code, a long or toll-free number, or a name that your carrier gave
                you.
              </Text>
              <AddNumberForm
                applicationId={application.id}
                onAdded={() => void navigate({ to: home })}
              />
            </Card>
          </div>
        )}
      </Page>
    </>
  );
}
