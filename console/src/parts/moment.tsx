import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { exactTime, relativeTime } from './time.ts';

const beatMilliseconds = 10_000;

/** A moment in the reader's own zone: relative, the exact one on hover and for screen readers. */
export function Moment({ at }: { at: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), beatMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={at} className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {relativeTime(at, now)}
      </time>
    </Tooltip>
  );
}
