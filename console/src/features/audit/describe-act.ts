/** Acts of the audit in plain words; one that is not listed keeps its own name. */
const words: Readonly<Record<string, string>> = {
  'operator.created': 'created the first owner',
  'operator.invited': 'invited an operator',
  'operator.link-issued': 'issued a one-time sign-in link',
  'operator.signed-in': 'signed in',
  'operator.signed-out': 'signed out',
  'operator.sign-in-refused': 'was refused a sign-in',
  'operator.session-revoked': 'ended a session',
  'operator.role-changed': 'changed a role',
  'operator.disabled': 'disabled an operator',
  'operator.profile-changed': 'changed their name or email',
  'operator.passkey-added': 'added a passkey',
  'operator.passkey-removed': 'removed a passkey',
  'operator.password-set': 'set a password',
  'operator.password-removed': 'removed password and code',
  'operator.totp-added': 'set up an authenticator app',
  'application.created': 'created an application',
  'application.updated': 'changed an application',
  'application.retired': 'retired an application',
  'application.secret_issued': 'issued a secret',
  'application.secret_revoked': 'revoked a secret',
  'verification.test_started': 'sent a test verification',
  'challenge.verified': 'verified an address',
  'challenge.failed': 'ended a verification: too many wrong codes',
  'challenge.expired': 'let a verification expire',
  'challenge.cancelled': 'cancelled a verification',
};

export function describeAct(action: string): string {
  return words[action] ?? action.replaceAll(/[._-]/g, ' ');
}
