/**
 * The beat of due rows: calls `work` again at once while it finds a full batch, otherwise after a
 * pause. A failure (the database away, say) only lengthens the pause; the loop never dies.
 */
import type { Logger } from '../kernel/logger.ts';

export interface DueLoopOptions {
  readonly name: string;
  /** Handles up to `limit` due rows; answers how many there were. */
  readonly work: (limit: number) => Promise<number>;
  readonly limit: number;
  readonly pauseMilliseconds: number;
  readonly logger: Logger;
}

export interface DueLoop {
  /** Looks at once instead of at the end of the pause. */
  wake(): void;
  /** Resolves when the batch under way is done. */
  stop(): Promise<void>;
}

const failurePauseMilliseconds = 1_000;

export function startDueLoop(options: DueLoopOptions): DueLoop {
  let isStopped = false;
  let isWoken = false;
  let endPause: () => void = () => undefined;

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function beat(): Promise<number> {
    try {
      const found = await options.work(options.limit);
      return found >= options.limit ? 0 : options.pauseMilliseconds;
    } catch (error) {
      if (!isStopped) {
        options.logger.warn({ loop: options.name, error: String(error) }, 'loop failed, goes on');
      }
      return failurePauseMilliseconds;
    }
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      isWoken = false;
      const milliseconds = await beat();
      if (!isStopped && !isWoken && milliseconds > 0) await pause(milliseconds);
    }
  }

  const running = run();
  return {
    wake() {
      isWoken = true;
      endPause();
    },
    stop() {
      isStopped = true;
      endPause();
      return running;
    },
  };
}
