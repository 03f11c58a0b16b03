/** What changed between two texts, word by word: the longest common run of words stays. */

export interface DiffPiece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

export function diffWords(before: string, after: string): DiffPiece[] {
  const left = wordsOf(before);
  const right = wordsOf(after);
  const lengths = commonLengths(left, right);
  const pieces: DiffPiece[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && left[i] === right[j]) {
      push(pieces, 'same', left[i++] ?? '');
      j++;
    } else if (i < left.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? -1)) {
      push(pieces, 'gone', left[i++] ?? '');
    } else {
      push(pieces, 'new', right[j++] ?? '');
    }
  }
  return pieces;
}

function wordsOf(text: string): string[] {
  return text.match(/\s*\S+/g) ?? [];
}

/** Length of the longest common run from each pair of places on. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () =>
    new Array<number>(right.length + 1).fill(0),
  );
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[]; // made above
      row[j] =
        left[i] === right[j]
          ? (lengths[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function push(pieces: DiffPiece[], kind: DiffPiece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
  else pieces.push({ kind, text });
}
