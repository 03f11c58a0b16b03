import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Campaign } from 'countersign/admin';
import classes from '../features/campaigns/campaigns.module.css';
import { useReviewQueue } from '../features/campaigns/queries.ts';
import { useWord } from '../features/campaigns/words.ts';
import { senderWord } from '../features/numbers/words.ts';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

/** Campaigns and edits that wait for a reviewer, over all applications. */
export function ReviewRoom() {
  const queue = useReviewQueue();
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title="Review" lead="What waits for a decision, the most urgent first.">
      <Card p={0}>
        {queue.isPending && <Waiting />}
        {queue.isError && <Failure error={queue.error} onRetry={() => void queue.refetch()} />}
        {queue.isSuccess && items.length === 0 && (
          <Empty icon="review" title="Nothing waits">
            Campaigns that are handed in, and edits of approved ones, will be listed here with the
            day their decision is due.
          </Empty>
        )}
        {items.map((campaign) => (
          <Row key={campaign.id} campaign={campaign} />
        ))}
      </Card>
      {queue.hasNextPage && (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            onClick={() => void queue.fetchNextPage()}
            loading={queue.isFetchingNextPage}
          >
            Load more
          </Button>
        </Group>
      )}
    </Page>
  );
}

function Row({ campaign }: { campaign: Campaign }) {
  const { applicationId, id, proposal, reviewDueAt, submittedAt } = campaign;
  const to: string = `/a/${applicationId}/numbers/campaigns/${id}`;
  const isLate = reviewDueAt !== null && new Date(reviewDueAt) < new Date();
  return (
    <Link to={to} className={classes.row}>
      <span>
        <b>{(proposal ?? campaign).company}</b>
        <span className={classes.quiet}> · {campaign.applicationName}</span>
      </span>
      <span className={classes.quiet}>
        {useWord[campaign.use]} on {senderWord(campaign.number)}
      </span>
      <span className={classes.quiet}>
        {proposal ? 'Edit, handed in ' : 'Handed in '}
        {submittedAt && <Moment at={submittedAt} />}
      </span>
      <Badge tone={isLate ? 'bad' : 'warn'}>
        {isLate ? 'Overdue since ' : 'Due '}
        {reviewDueAt && <Moment at={reviewDueAt} />}
      </Badge>
    </Link>
  );
}
