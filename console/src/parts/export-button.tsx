import { Button, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type Column, toCsv } from './csv.ts';
import { Icon } from './icons.tsx';
import classes from './page.module.css';
import { saveFile } from './save-file.ts';
import { sentenceOf } from './states.tsx';

const rowsMax = 10_000;
const pageRows = '200';

interface ExportProps<Item> {
  /** Without ending; the day is added. */
  readonly fileName: string;
  readonly columns: readonly Column<Item>[];
  readonly load: (page: {
    before: string;
    limit: string;
    signal: AbortSignal;
  }) => Promise<{ items: Item[]; next: string | null }>;
}

/** Saves a list as CSV, page by page from the newest; says so when it is longer than the file. */
export function ExportButton<Item>(props: ExportProps<Item>) {
  const [rows, setRows] = useState<number>();
  const [message, setMessage] = useState('');
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    running.current = new AbortController();
    const { signal } = running.current;
    setMessage('');
    setRows(0);
    try {
      const { items, isCut } = await collect(props, signal, setRows);
      const day = new Date().toISOString().slice(0, 10);
      saveFile(`${props.fileName}-${day}.csv`, 'text/csv', toCsv(props.columns, items));
      const count = items.length.toLocaleString('en');
      setMessage(isCut ? `The newest ${count} are in the file; there are more.` : '');
    } catch (error) {
      if (!signal.aborted) setMessage(sentenceOf(error));
    }
    setRows(undefined);
  };
  return (
    <div>
      <Button
        variant="default"
        leftSection={<Icon name="download" size={16} />}
        disabled={rows !== undefined}
        onClick={() => void start()}
      >
        {rows === undefined ? 'Export CSV' : `${rows.toLocaleString('en')} rows…`}
      </Button>
      <Text fz={13} c="dimmed" role="status" className={classes.exportMessage}>
        {message}
      </Text>
    </div>
  );
}

async function collect<Item>(
  { load }: ExportProps<Item>,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<{ items: Item[]; isCut: boolean }> {
  const items: Item[] = [];
  let before = '';
  while (items.length < rowsMax) {
    const page = await load({ before, limit: pageRows, signal });
    items.push(...page.items);
    onRows(items.length);
    if (!page.next) return { items, isCut: false };
    before = page.next;
  }
  return { items: items.slice(0, rowsMax), isCut: true };
}
