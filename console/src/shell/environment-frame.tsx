import type { ApplicationKind } from 'countersign/admin';
import classes from './shell.module.css';

/** Sandbox or live: a frame around the window, told apart by colour, pattern and word. */
export function EnvironmentFrame({ kind }: { kind: ApplicationKind | undefined }) {
  if (!kind) return null;
  return (
    <div className={classes.frame} data-kind={kind}>
      <span className={classes.tab}>{kind === 'sandbox' ? 'Sandbox' : 'Live'}</span>
    </div>
  );
}
