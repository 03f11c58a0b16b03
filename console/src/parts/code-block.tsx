import classes from './code-block.module.css';

/** Text as a machine reads it; a wide one is scrolled by keyboard too. */
export function CodeBlock({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus
    <pre className={classes.code} tabIndex={0}>
      <code>{text}</code>
    </pre>
  );
}
