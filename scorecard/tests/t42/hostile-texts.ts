/** Texts that end a line, forge one, hide one, or become a formula. */

/** Marks what came from here, wherever it ends up. */
export const mark = 'zqHOSTILEqz';

export const hostileTexts: readonly string[] = [
  `=1+1${mark}`,
  `+1+1${mark}`,
  `-1+1${mark}`,
  `@SUM(A1)${mark}`,
  `\t=1+1${mark}`,
  `\r=1+1${mark}`,
  `\n=1+1${mark}`,
  `＝1+1${mark}`,
  `=HYPERLINK("http://x/${mark}","go")`,
  `=cmd|' /C calc'!A0${mark}`,
  `"=1+1${mark}"`,
  `";=1+1${mark}`,
  `a;=1+1${mark}`,
  `a;"=1+1${mark}`,
  `a\t@x${mark}`,
  `a,"\n-1+1${mark}`,
  `x\r\n{"level":60,"time":1,"msg":"forged ${mark}"}\r\n`,
  `x\n{"level":30,"node":1,"msg":"forged ${mark}"}`,
  `\u001b[2J\u001b[31m${mark}\u001b[0m`,
  `\u009b31m${mark}\u0085{"msg":"forged"}`,
  `a\u2028{"msg":"forged ${mark}"}\u2029b`,
  `%0d%0a{"msg":"forged ${mark}"}`,
  `\u202e=1+1${mark}\u202c`,
  `\\r\\n\\u000a${mark}\\x1b[31m`,
];

/** The same length as a usual value of its place, and nothing else about it. */
export const harmless = 'Harbour Bank';

/** A megabyte in one value, with line ends and a formula in it. */
export const longText = `=1+1${mark}\r\n${'x\n'.repeat(500_000)}`;
