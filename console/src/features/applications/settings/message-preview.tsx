import { Text } from '@mantine/core';
import classes from './settings.module.css';

const samplePin = '4712';

interface Piece {
  readonly text: string;
  readonly kind: 'text' | 'code' | 'parameter';
}

/** The text as a phone would show it; parameters that requests bring stand out. */
export function MessagePreview(props: { code: string; company: string; template: string }) {
  const pieces = fill(props.template.trim(), props.company.trim());
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const isOpen = pieces.some(({ kind }) => kind === 'parameter');
  return (
    <div>
      <Text fw={550} fz={14} mb={8}>
        Preview
      </Text>
      <div className={classes.preview}>
        <Text fz={13} c="dimmed" ta="center" className="tabular">
          {props.code.trim() || 'No short code yet'}
        </Text>
        <p className={classes.bubble}>
          {pieces.map(({ text, kind }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            <span key={place} data-kind={kind} className={classes.piece}>
              {text}
            </span>
          ))}
        </p>
      </div>
      <Text fz={13} c="dimmed" mt={8} className="tabular">
        {length} characters{isOpen && ', and what requests put in for the marked parameters'}
      </Text>
    </div>
  );
}

function fill(template: string, company: string): Piece[] {
  const known: Readonly<Record<string, Piece>> = {
    pin: { text: samplePin, kind: 'code' },
    code: { text: samplePin, kind: 'code' },
    company: { text: company, kind: 'text' },
    brand: { text: company, kind: 'text' },
    pin_expiry: { text: '10', kind: 'text' },
    'time-limit': { text: '10', kind: 'text' },
    'time-limit-unit': { text: 'minutes', kind: 'text' },
  };
  // Splitting by a group leaves the names at the odd places.
  return template.split(/\$\{([A-Za-z][\w-]*)\}/).map((part, place) => {
    if (place % 2 === 0) return { text: part, kind: 'text' };
    const piece = Object.hasOwn(known, part) ? known[part] : undefined;
    return piece ?? { text: part, kind: 'parameter' };
  });
}
