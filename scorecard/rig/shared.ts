/** The rig that gentle tests share, opened when the first of them asks. */
import { openRig, type Rig } from './rig.ts';

export interface SharedRig {
  open(): Promise<Rig>;
  /** False when one of its servers has died: whoever used it last has to answer for that. */
  isSound(): boolean;
  close(): Promise<void>;
}

export function shareRig(): SharedRig {
  let rig: Rig | undefined;
  return {
    async open() {
      rig ??= await openRig({ servers: 2 });
      return rig;
    },
    isSound: () => rig?.isAlive() ?? true,
    async close() {
      const open = rig;
      rig = undefined;
      await open?.stop();
    },
  };
}
