import { Group, Text, Title } from '@mantine/core';
import { CodeBlock } from '../../parts/code-block.tsx';
import { CopyTextButton } from '../../parts/copy-button.tsx';
import classes from './get-started.module.css';
import { type Facts, type Language, render, type Sample } from './samples.ts';

const hiddenSecret = '••••••••';

/** Shows the secret hidden, copies it whole: a screen may be shared, a clipboard is meant to work. */
export function CodeSample(props: {
  sample: Sample;
  language: Language;
  facts: Facts;
  isSecretShown: boolean;
}) {
  const { sample, language, facts, isSecretShown } = props;
  const whole = render(language, sample, facts);
  const shown = isSecretShown
    ? whole
    : render(language, sample, { ...facts, apiSecret: hiddenSecret });
  const { title, sentence } = sample;
  return <SampleText title={title} sentence={sentence} shown={shown} copied={whole} />;
}

export function SampleText(props: {
  title: string;
  sentence: string;
  shown: string;
  copied: string;
}) {
  return (
    <section className={classes.sample}>
      <Group justify="space-between" align="flex-end" mb={8} gap="sm" wrap="nowrap">
        <div>
          <Title order={3}>{props.title}</Title>
          <Text fz={14} c="dimmed">
            {props.sentence}
          </Text>
        </div>
        <CopyTextButton value={props.copied} label="Copy" />
      </Group>
      <CodeBlock text={props.shown} />
    </section>
  );
}
