import type { Verification } from 'countersign/admin';
import { CopyButton } from '../../parts/copy-button.tsx';
import { CopiedFact, Fact, Facts } from '../../parts/fact.tsx';
import { Moment } from '../../parts/moment.tsx';
import { duration } from '../../parts/time.ts';
import classes from './verifications.module.css';
import { channelWord, dialectWord } from './words.ts';

export function VerificationFacts({ verification }: { verification: Verification }) {
  const { id, reference, dialect, locale, createdAt, endedAt, price, currency } = verification;
  const seconds = endedAt
    ? (new Date(endedAt).getTime() - new Date(createdAt).getTime()) / 1_000
    : undefined;
  return (
    <Facts>
      <CopiedFact name="Id" value={id} />
      {reference && (
        <Fact name="Reference">
          {reference}
          <CopyButton value={reference} label="Copy reference" />
        </Fact>
      )}
      <Fact name="Came by">{dialectWord(dialect)}</Fact>
      <Fact name="Language">{locale}</Fact>
      <Fact name="Started">
        <Moment at={createdAt} />
      </Fact>
      {endedAt && seconds !== undefined && (
        <Fact name="Ended">
          <span>
            <Moment at={endedAt} />, after {duration(seconds)}
          </span>
        </Fact>
      )}
      <Fact name="Plan">
        <Plan verification={verification} />
      </Fact>
      {price !== null && (
        <Fact name="Price">
          <span className="tabular">
            {Number(price).toFixed(4)} {currency}
          </span>
        </Fact>
      )}
    </Facts>
  );
}

/** The ways that would be tried one after the other; those already used stand out. */
function Plan({ verification }: { verification: Verification }) {
  const used = new Set(verification.dispatches.map(({ step }) => step));
  return (
    <span className={classes.plan}>
      {verification.workflow.map(({ channel, waitSeconds }, step) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a plan never changes its order
        <span key={step} className={classes.step} data-used={used.has(step)}>
          {channelWord(channel)} · {duration(waitSeconds)}
        </span>
      ))}
    </span>
  );
}
