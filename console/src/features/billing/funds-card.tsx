import { Button, Group, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Application, Funds } from 'countersign/admin';
import { Card } from '../../parts/card.tsx';
import { Failure, Waiting } from '../../parts/states.tsx';
import classes from './billing.module.css';
import { CreditModal } from './credit-modal.tsx';
import { useFunds, useMayMoveMoney } from './queries.ts';
import { TopUpModal } from './top-up-modal.tsx';
import { sayAmount } from './words.ts';

export function FundsCard({ application }: { application: Application }) {
  const funds = useFunds(application.id);
  if (funds.isPending) {
    return (
      <Card p={0} mb="lg">
        <Waiting rows={1} height={72} />
      </Card>
    );
  }
  if (funds.isError) {
    return (
      <Card p={0} mb="lg">
        <Failure error={funds.error} onRetry={() => void funds.refetch()} />
      </Card>
    );
  }
  return <Figures application={application} funds={funds.data} />;
}

function Figures({ application, funds }: { application: Application; funds: Funds }) {
  const mayMove = useMayMoveMoney(application);
  const [isToppingUp, toppingUp] = useDisclosure(false);
  const [isChanging, changing] = useDisclosure(false);
  const { balance, credit, currency } = funds;
  const left = Number(balance) + Number(credit);
  const isGuarded = application.kind === 'live';
  return (
    <Card mb="lg">
      <Group justify="space-between" align="flex-start" gap="lg">
        <div className={classes.figures}>
          <Figure
            label="Balance"
            amount={balance}
            currency={currency}
            isBad={isGuarded && left <= 0}
          />
          <Figure label="Credit" amount={credit} currency={currency} />
        </div>
        {mayMove && (
          <Group gap="sm">
            <Button variant="default" onClick={changing.open}>
              Change credit
            </Button>
            <Button onClick={toppingUp.open}>Top up</Button>
          </Group>
        )}
      </Group>
      <Text fz={14} c="dimmed" mt="md" maw={640}>
        {sentenceOf(isGuarded, left)}
      </Text>
      <TopUpModal application={application} isOpen={isToppingUp} onClose={toppingUp.close} />
      <CreditModal
        application={application}
        credit={credit}
        isOpen={isChanging}
        onClose={changing.close}
      />
    </Card>
  );
}

function sentenceOf(isGuarded: boolean, left: number): string {
  if (!isGuarded) return 'A sandbox application pays with play money: it may go on below zero.';
  if (left <= 0) return 'Nothing is sent until the balance is topped up or credit is given.';
  return 'Nothing is sent that balance and credit together do not cover.';
}

function Figure(props: { label: string; amount: string; currency: string; isBad?: boolean }) {
  const isNegative = props.amount.startsWith('-');
  return (
    <div>
      <Title order={2} fz={14} fw={500} c="dimmed">
        {props.label}
      </Title>
      <div className={`${classes.figure} tabular`} data-tone={props.isBad ? 'bad' : undefined}>
        {isNegative ? `−${sayAmount(props.amount.slice(1))}` : sayAmount(props.amount)}{' '}
        {props.currency}
      </div>
    </div>
  );
}
