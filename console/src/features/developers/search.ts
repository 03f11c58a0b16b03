/** What the room Developers shows, as it stands in the address. */
export interface CallSearch {
  readonly dialect?: string;
  /** Refused calls only. */
  readonly failures?: 'only';
}

export function readCallSearch(search: Record<string, unknown>): CallSearch {
  const dialect = String(search.dialect ?? '');
  return {
    ...(/^[a-z0-9-]{1,40}$/.test(dialect) && { dialect }),
    ...(search.failures === 'only' && { failures: 'only' as const }),
  };
}

export interface TemplateSearch {
  /** Id of the text that is open; absent: the first one. */
  readonly text?: string;
}

export function readTemplateSearch(search: Record<string, unknown>): TemplateSearch {
  return typeof search.text === 'string' ? { text: search.text } : {};
}
