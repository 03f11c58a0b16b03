/** What a list answers: one page, and where the next begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** All items, page by page as they are asked for; or one page, for a list with a "more" button. */
export interface Pages<OnePage extends Page<unknown>>
  extends AsyncIterable<OnePage['items'][number]> {
  page(): Promise<OnePage>;
}

/**
 * @example
 * for await (const verification of countersign.verifications.list({ status: 'failed' })) count(verification);
 * const { items, next_cursor } = await countersign.verifications.list({ limit: 20 }).page();
 */
export function createPages<OnePage extends Page<unknown>>(
  load: (cursor: string | undefined) => Promise<OnePage>,
): Pages<OnePage> {
  return {
    page: () => load(undefined),
    async *[Symbol.asyncIterator]() {
      let cursor: string | undefined;
      do {
        const page = await load(cursor);
        yield* page.items;
        // A server that names the same page again would have us go round for ever.
        cursor = page.next_cursor === cursor ? undefined : (page.next_cursor ?? undefined);
      } while (cursor !== undefined);
    },
  };
}
