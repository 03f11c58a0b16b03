/** Why a call may be refused: what it means, and what to do. */
import type { ErrorCode } from '../kernel/errors.ts';

type Words = readonly [meaning: string, advice: string];

/** Every code of the core; a new one does not compile until it has its words. */
const ofCodes: Record<ErrorCode, Words> = {
  missing_parameter: ['A parameter is missing.', 'Send it, in the body or the query.'],
  invalid_parameter: [
    'A parameter does not have the form it needs.',
    'Compare it with what the page of this API accepts.',
  ],
  invalid_template: [
    'The text misses the code, or names a parameter that was not sent.',
    'Put the code into the text once, and send every parameter the text names.',
  ],
  invalid_credentials: [
    'Key and secret, or the token, do not belong to a live application here.',
    'Compare them with Settings, Application. A secret that was revoked opens nothing any more.',
  ],
  forbidden: [
    'The application may not do this.',
    'Look at the permissions in Settings, Application.',
  ],
  not_found: [
    'There is nothing here under that id or path.',
    'Compare the path and the id. Ids of another application are not found, either.',
  ],
  conflict: [
    'The present state does not allow this.',
    'Read the present state, then decide whether the call is still wanted.',
  ],
  rate_limited: [
    'There were too many calls in a second, or too many messages to one number.',
    'Wait a moment and repeat. The limits are in Settings, Application.',
  ],
  sandbox_only: [
    'This works with a sandbox application only.',
    'Use the key of a sandbox application.',
  ],
  unroutable: [
    'The number is of a kind or a country that cannot be reached.',
    'Compare the number with what the person typed, and the countries in Settings, Application.',
  ],
  barred: [
    'The number is locked or blocked: too many wrong codes, or a limit against fraud.',
    'Search for the number in Verifications: above the list stands what keeps it and until when.',
  ],
  opted_out: [
    'The person wants no messages from this sender.',
    'Use another channel, or ask them to text START.',
  ],
  quota_exceeded: [
    'The balance or a spend cap does not cover the message.',
    'Top up in Billing, or raise the cap in Settings, Application.',
  ],
  unavailable: [
    'The server could not reach its database.',
    'Repeat the call in a moment. If it lasts, look at the log of the server.',
  ],
};

const ofDialects = {
  fault: [
    'The server could not finish the call.',
    'Repeat it in a moment. If it fails again, the log of the server says why.',
  ],
  method: ['This path does not take that method.', 'Compare the method with the reference.'],
  'not-running': [
    'No verification runs under that id: it is unknown, of another application, or over.',
    'Search for the id in Verifications to see how it ended; start a new one.',
  ],
  'running-already': [
    'A verification to this number is running.',
    'Go on with the id in the answer, or cancel that one first.',
  ],
  'wrong-code': [
    'The code does not match, or it is too old.',
    'Let the person try again, or send another code.',
  ],
  'code-expired': ['The verification ended before the code was entered.', 'Start a new one.'],
  'too-many-codes': [
    'A wrong code was entered too often, so the verification is over.',
    'Start a new one.',
  ],
  'verified-already': ['The code was entered before.', 'Nothing is to be done: it was right.'],
  'too-many-ids': ['More ids were asked for than one call takes.', 'Ask for ten at a time.'],
  'not-now': [
    'It is too early or too late for this command, or no further step is left.',
    'A verification can be cancelled after 30 seconds and before its second step.',
  ],
  'own-code': [
    'The application may not choose codes itself.',
    'Leave the code out, or allow it in Settings, Application.',
  ],
  'no-code': [
    'The step that is running asks for no code.',
    'Wait for the next step, or take it now.',
  ],
  network: [
    'The network of the device did not confirm the number.',
    'Go on with the next step: a code confirms it instead.',
  ],
  refused: [
    'It was refused: the number is barred, has opted out, or the balance does not cover it.',
    'Search for the number in Verifications: above the list stands what keeps it.',
  ],
  token: [
    'The token is wrong or too old.',
    'Make a new one with a live secret or key, and look at the clock of your server.',
  ],
  customer: [
    'The customer id is not the one that the credentials belong to.',
    'Send the API key as customer id.',
  ],
  'country-code': [
    'The country code belongs to no country.',
    'Send the dial code without the number, 44 for example.',
  ],
  signature: [
    'The signature does not match, or its timestamp is more than five minutes off.',
    'Compare secret and algorithm, and the clock of your server.',
  ],
  'signed-twice': ['A signature and a secret were both sent.', 'Send one of them.'],
  sender: [
    'Messages may not come from this sender, or not to that country.',
    'Use a number of the application: they are in Numbers, with the rules of each country.',
  ],
  callback: ['The callback is no URL that can be called.', 'Send a whole https address.'],
  campaign: ['The application has no approved campaign for this.', 'Apply for one in Numbers.'],
  'too-long': ['The message or the body is too long.', 'Shorten it.'],
} as const satisfies Record<string, Words>;

export const causes = { ...ofCodes, ...ofDialects };
export type Cause = keyof typeof causes;
