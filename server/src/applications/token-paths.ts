/**
 * What a token is good for when it says so (`acl`): paths with `*` for one segment and `**` for any
 * number, each for all methods or some. What cannot be understood allows nothing.
 * https://developer.vonage.com/en/getting-started/concepts/authentication
 */

export interface TokenCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

const pathsMax = 200;
const segmentsMax = 32;

/** An absent list allows everything, an empty one nothing. */
export function allowsCall(acl: unknown, call: TokenCall): boolean {
  if (acl === undefined) return true;
  if (!isRecord(acl) || !isRecord(acl.paths)) return false;
  const rules = Object.entries(acl.paths);
  if (rules.length > pathsMax) return false;
  return rules.some(([pattern, rule]) => allowsMethod(rule, call) && matches(pattern, call.path));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function allowsMethod(rule: unknown, { method }: TokenCall): boolean {
  if (!isRecord(rule)) return false;
  const { methods, filters } = rule;
  // Filters look into bodies, which we do not: to ignore them would allow more than was meant.
  if (filters !== undefined && !(isRecord(filters) && Object.keys(filters).length === 0)) {
    return false;
  }
  return methods === undefined || (Array.isArray(methods) && methods.includes(method));
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length > segmentsMax || given.length > segmentsMax) return false;
  return matchesFrom(wanted, given);
}

/** Row by row over the pattern: bounded by its length times the path's, whatever it says. */
function matchesFrom(wanted: readonly string[], given: readonly string[]): boolean {
  let reachable = [true, ...given.map(() => false)];
  for (const segment of wanted) {
    const before = reachable;
    reachable = before.map((_, at) => {
      if (segment === '**') return before.slice(0, at + 1).includes(true);
      return at > 0 && before[at - 1] === true && (segment === '*' || segment === given[at - 1]);
    });
  }
  return reachable.at(-1) === true;
}
