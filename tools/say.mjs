/** One voice for what the tools tell a person; standard error, so that answers can be piped. */
export function say(/** @type {string} */ text) {
  process.stderr.write(`countersign: ${text}\n`);
}
