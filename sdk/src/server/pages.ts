/** What a list answers: one page, and where the next begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
  /** Of lists that grow at their end: the cursor stays good when there is nothing more yet. */
  readonly has_more?: boolean;
}

/** All items, page by page as they are asked for. */
export interface Pages<OnePage extends Page<unknown>>
  extends AsyncIterable<OnePage['items'][number]> {
  /** The first one alone, for a list with a "more" button. */
  page(): Promise<OnePage>;
  /** All pages, for those who keep the cursor. */
  pages(): AsyncIterable<OnePage>;
}

/**
 * @example
 * for await (const one of countersign.verifications.list({ status: 'failed' })) count(one);
 * const { items, next_cursor } = await countersign.verifications.list({ limit: 20 }).page();
 * for await (const { items, next_cursor } of countersign.events.list({ after }).pages()) {
 *   await keep(items, next_cursor);
 * }
 */
export function createPages<OnePage extends Page<unknown>>(
  load: (cursor: string | undefined) => Promise<OnePage>,
): Pages<OnePage> {
  async function* pages(): AsyncGenerator<OnePage> {
    let cursor: string | undefined;
    do {
      const page = await load(cursor);
      yield page;
      const isOver = page.has_more === false || page.next_cursor === cursor;
      // A server that names the same page again would have us go round for ever.
      cursor = isOver ? undefined : (page.next_cursor ?? undefined);
    } while (cursor !== undefined);
  }
  return {
    page: () => load(undefined),
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { items } of pages()) yield* items;
    },
  };
}
