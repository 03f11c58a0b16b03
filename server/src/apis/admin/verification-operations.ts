/** What happened to one person, and the record of who did what. */
import { findApplication } from './find-application.ts';
import { operation } from './operation.ts';
import { pageSize } from './page.ts';
import * as schema from './schemas.ts';
import { auditEntryView, verificationSummaryView, verificationView } from './views.ts';

export const verificationOperations = [
  operation(
    {
      name: 'listVerifications',
      method: 'GET',
      path: '/admin/applications/:applicationId/verifications',
      summary: 'Verifications, newest first, by number, id, reference or status',
      access: 'verifications.read',
      params: schema.ApplicationParams,
      query: schema.VerificationFilter,
      answer: schema.VerificationPage,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { limit, ...filter } = call.query;
      const page = await call.deps.core.listVerifications({
        ...filter,
        applicationId: application.id,
        limit: pageSize(limit),
      });
      return { items: page.items.map(verificationSummaryView), next: page.next };
    },
  ),
  operation(
    {
      name: 'describeVerification',
      method: 'GET',
      path: '/admin/applications/:applicationId/verifications/:verificationId',
      summary: 'One verification with its timeline',
      access: 'verifications.read',
      params: schema.VerificationParams,
      answer: schema.VerificationView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const details = await call.deps.core.describeVerification({
        applicationId: application.id,
        id: call.params.verificationId,
      });
      return verificationView(details);
    },
  ),
  operation(
    {
      name: 'listAudit',
      method: 'GET',
      path: '/admin/audit',
      summary: 'The audit, newest first',
      access: 'audit.read',
      query: schema.AuditFilter,
      answer: schema.AuditPage,
    },
    async (call) => {
      const { limit, ...cursor } = call.query;
      const page = await call.deps.core.listAudit({ ...cursor, limit: pageSize(limit) });
      return { items: page.items.map(auditEntryView), next: page.next };
    },
  ),
];
