/** From the core's words to the admin API's JSON. No decision is taken here. */
import { settingsInForce } from '../../applications/application.ts';
import {
  hasEnrolled,
  type Operator,
  type OperatorSession,
  type SignedIn,
} from '../../operators/operator.ts';
import { listPermissions } from '../../operators/permissions.ts';
import { csrfOf } from '../../operators/tokens.ts';
import type {
  Application,
  AuditEntry,
  HandsetMessage,
  VerificationDetails,
  VerificationSummary,
} from './core.ts';
import { isoOrNull } from './page.ts';
import type * as schema from './schemas.ts';

export function operatorView(operator: Operator): schema.View<typeof schema.OperatorView> {
  const { id, email, name, role } = operator;
  return {
    id,
    email,
    name,
    role,
    createdAt: operator.createdAt.toISOString(),
    lastSignedInAt: isoOrNull(operator.lastSignedInAt),
    disabledAt: isoOrNull(operator.disabledAt),
    hasEnrolled: hasEnrolled(operator),
  };
}

export function sessionView(
  signedIn: SignedIn,
  context: { token: string; baseUrl: string },
): schema.View<typeof schema.SessionView> {
  const { operator, session, isRecent } = signedIn;
  return {
    operator: operatorView(operator),
    permissions: [...listPermissions(operator.role)],
    csrf: csrfOf(context.token),
    method: session.method,
    isRecent,
    hasPassword: operator.hasPassword,
    hasTotp: operator.hasTotp,
    passkeys: operator.passkeys,
    expiresAt: session.expiresAt.toISOString(),
    baseUrl: context.baseUrl,
  };
}

export function ownSessionView(
  session: OperatorSession,
  currentId: number,
): schema.View<typeof schema.OwnSession> {
  return {
    id: session.id,
    method: session.method,
    userAgent: session.userAgent,
    clientAddress: session.clientAddress,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    isCurrent: session.id === currentId,
  };
}

export function applicationView(
  application: Application,
): schema.View<typeof schema.ApplicationView> {
  const { id, name, kind, apiKey, wireId, balance, currency } = application;
  return {
    id,
    name,
    kind,
    apiKey,
    wireId,
    createdAt: application.createdAt.toISOString(),
    retiredAt: isoOrNull(application.retiredAt),
    settings: application.settings,
    defaults: settingsInForce(kind, {}),
    campaigns: application.campaigns.map(({ id, use, code, company }) => ({
      id,
      use,
      code,
      company,
    })),
    balance,
    currency,
  };
}

export function verificationSummaryView(
  summary: VerificationSummary,
): schema.View<typeof schema.VerificationSummaryView> {
  const { id, applicationId, dialect, status, maskedAddress, brand, locale, reference } = summary;
  return {
    id,
    applicationId,
    dialect,
    status,
    maskedAddress,
    brand,
    locale,
    reference,
    channels: [...summary.channels],
    createdAt: summary.createdAt.toISOString(),
    endedAt: isoOrNull(summary.endedAt),
  };
}

export function verificationView(
  details: VerificationDetails,
): schema.View<typeof schema.VerificationView> {
  return {
    ...verificationSummaryView(details),
    workflow: details.workflow.map(({ channel, waitSeconds }) => ({ channel, waitSeconds })),
    events: details.events.map((event) => ({
      id: String(event.id),
      at: event.at.toISOString(),
      kind: event.kind,
      data: { ...event.data },
      explanation: event.explanation && { ...event.explanation },
    })),
    dispatches: details.dispatches.map(dispatchView),
    price: details.price,
    currency: details.currency,
  };
}

function dispatchView(
  dispatch: VerificationDetails['dispatches'][number],
): schema.View<typeof schema.DispatchView> {
  const { id, step, channel, transport, state, from, segments, cost, errorCode } = dispatch;
  return {
    id,
    step,
    channel,
    transport,
    state,
    from,
    segments,
    cost,
    errorCode: errorCode === null ? null : String(errorCode),
    error: dispatch.error ?? null,
    createdAt: dispatch.createdAt.toISOString(),
    sentAt: isoOrNull(dispatch.sentAt),
    endedAt: isoOrNull(dispatch.endedAt),
  };
}

export function handsetMessageView(
  message: HandsetMessage,
): schema.View<typeof schema.HandsetMessageView> {
  const { id, direction, channel, to, from, text, ssml, code, verificationId } = message;
  return {
    id,
    direction,
    channel,
    to,
    from,
    text,
    ssml: ssml ?? null,
    subject: message.subject ?? null,
    code,
    choices: message.choices ?? null,
    verificationId,
    sentAt: message.sentAt.toISOString(),
    parts: message.parts ?? 1,
    isFlash: message.flash ?? false,
    binary: message.binary ?? null,
  };
}

export function auditEntryView(entry: AuditEntry): schema.View<typeof schema.AuditEntryView> {
  const { actor, action, applicationId, subject, data } = entry;
  return {
    id: String(entry.id),
    at: entry.at.toISOString(),
    actor,
    action,
    applicationId,
    subject,
    data: { ...data },
  };
}
