/** What in a subscriber's answer can be the code of a message sent to them. */

/** The two-factor API takes a single digit too; one client makes codes of one to four. */
const digitsMin = 1;
/** The longest code the two-factor API takes. */
const digitsMax = 12;
/** Longer than any code with a space or hyphen between all digits and some punctuation around. */
const lengthMax = 60;

/**
 * The digits of a text that consists of nothing else: single spaces and hyphens between them, space
 * and punctuation around them, and wide forms of digits (NFKC) do not matter. A word beside the
 * digits makes it an ordinary message, which costs no check.
 */
export function readCode(text: string): string | undefined {
  if (text.length > lengthMax) return undefined;
  const bare = text.normalize('NFKC').replace(/^[\s\p{P}\p{Cf}]+|[\s\p{P}\p{Cf}]+$/gu, '');
  if (!/^\d(?:[ -]?\d)*$/.test(bare)) return undefined;
  const digits = bare.replace(/[ -]/g, '');
  return digits.length >= digitsMin && digits.length <= digitsMax ? digits : undefined;
}
