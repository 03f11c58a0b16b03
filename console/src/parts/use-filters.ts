/** The filters of a list stand in the address of its room. */
import { useNavigate } from '@tanstack/react-router';

export type Change<Search> = { readonly [Name in keyof Search]?: Search[Name] | undefined };

/** Changes some of them; the rest stays. The way back leads out of the room, not through each. */
export function useFilters<Search extends object>(search: Search) {
  const navigate = useNavigate();
  return (change: Change<Search>) =>
    void navigate({
      to: '.',
      search: withoutEmpty<Search>({ ...search, ...change }) as never, // the room's own search
      replace: true,
    });
}

/** A member that is not set is left out, so that the address holds only what was chosen. */
export function withoutEmpty<Search extends object>(search: Change<Search>): Search {
  const set = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Search; // the members were typed above
}
