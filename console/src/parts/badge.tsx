import type { ReactNode } from 'react';
import classes from './page.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'accent';

/** A state: colour and a word, never colour alone. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
