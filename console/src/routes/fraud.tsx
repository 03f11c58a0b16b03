import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { Blocks } from '../features/fraud/blocks.tsx';
import { Budgets } from '../features/fraud/budgets.tsx';
import { Decisions } from '../features/fraud/decisions.tsx';
import { Limits } from '../features/fraud/limits.tsx';
import { type FraudSearch, views } from '../features/fraud/search.ts';
import { Page } from '../parts/page.tsx';

const labels = {
  budgets: 'Budgets',
  blocks: 'Blocks',
  decisions: 'Decisions',
  limits: 'Limits',
} as const;

export function FraudRoom() {
  const application = useCurrentApplication();
  const search = useSearch({ strict: false }) as FraudSearch; // this room's own address
  const navigate = useNavigate();
  const view = search.view ?? 'budgets';
  const go = (next: string | null) =>
    void navigate({ to: '.', search: { view: next ?? 'budgets' } as never }); // this room's own
  return (
    <Page
      title="Fraud"
      lead="Messages that nobody verifies are stopped before they cost: what is let pass, what was stopped, and by which limits."
    >
      {application && (
        <Tabs value={view} onChange={go} keepMounted={false}>
          <Tabs.List mb="md">
            {views.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {labels[one]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="budgets">
            <Budgets application={application} />
          </Tabs.Panel>
          <Tabs.Panel value="blocks">
            <Blocks application={application} />
          </Tabs.Panel>
          <Tabs.Panel value="decisions">
            <Decisions application={application} search={search} />
          </Tabs.Panel>
          {/* What is typed there stays while one looks at the figures. */}
          <Tabs.Panel value="limits" keepMounted>
            <Limits application={application} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}
