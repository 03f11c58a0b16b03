import { Text, VisuallyHidden } from '@mantine/core';
import type { LintFinding, MessageSize, TemplateLint } from 'countersign/admin';
import { Icon } from '../../parts/icons.tsx';
import classes from './campaigns.module.css';

/** The text as the phone shows it, what it costs, and what speaks against it. */
export function MessagePreview({ lint, sender }: { lint: TemplateLint; sender: string }) {
  return (
    <div>
      <Bubble text={lint.sample.text} sender={sender} />
      <dl className={classes.meter}>
        <dt>Characters</dt>
        <dd>
          {lint.sample.length} of {lint.sample.capacity}
        </dd>
        <dt>Parts</dt>
        <dd>{partsOf(lint)}</dd>
        <dt>Encoding</dt>
        <dd>{lint.sample.encoding === 'gsm-7' ? 'GSM-7' : 'UCS-2'}</dd>
        {lint.sample.cost !== null && (
          <>
            <dt>Cost</dt>
            <dd>{costOf(lint)}</dd>
          </>
        )}
      </dl>
      <Findings lint={lint} />
    </div>
  );
}

export function Bubble({ text, sender }: { text: string; sender: string }) {
  return (
    <div className={classes.screen}>
      <div className={classes.screenSender}>{sender}</div>
      <p className={classes.bubble}>{text}</p>
    </div>
  );
}

export function Findings({ lint }: { lint: Pick<TemplateLint, 'errors' | 'warnings'> }) {
  const isClean = lint.errors.length + lint.warnings.length === 0;
  return (
    <ul className={classes.findings} aria-label="What is said of this text" aria-live="polite">
      {lint.errors.map((finding) => (
        <Finding key={keyOf(finding)} finding={finding} tone="bad" />
      ))}
      {lint.warnings.map((finding) => (
        <Finding key={keyOf(finding)} finding={finding} tone="warn" />
      ))}
      {isClean && (
        <li className={classes.finding} data-tone="good">
          <Icon name="check" size={16} />
          <span>Nothing speaks against this text.</span>
        </li>
      )}
    </ul>
  );
}

function Finding({ finding, tone }: { finding: LintFinding; tone: 'bad' | 'warn' }) {
  const { at } = finding;
  return (
    <li className={classes.finding} data-tone={tone}>
      <Icon name="alert" size={16} />
      <span>
        <VisuallyHidden>{tone === 'bad' ? 'Fault: ' : 'Hint: '}</VisuallyHidden>
        {finding.message}
        {at && (
          <Text span fz={13} inherit>
            {' '}
            (line {at.line}, character {at.column})
          </Text>
        )}
      </span>
    </li>
  );
}

function keyOf({ code, at, message }: LintFinding): string {
  return `${code} ${at?.line ?? ''} ${at?.column ?? ''} ${message}`;
}

function partsOf({ sample, longest }: TemplateLint): string {
  if (sample.segments === longest.segments) return String(sample.segments);
  return `${sample.segments}, with long values ${longest.segments}`;
}

function costOf({ sample, longest }: TemplateLint): string {
  const money = ({ cost }: MessageSize) => `${Number(cost).toFixed(4)} EUR`;
  if (sample.cost === longest.cost) return money(sample);
  return `${money(sample)}, with long values ${money(longest)}`;
}
