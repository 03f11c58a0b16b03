import { Table, Text, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { CountrySenderRules, NumberKind } from 'countersign/admin';
import { NumbersNav } from '../../features/numbers/numbers-nav.tsx';
import { useSenderRules } from '../../features/numbers/queries.ts';
import { countryWord, kindWord, ruleWord } from '../../features/numbers/words.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';

const kinds = Object.keys(kindWord) as NumberKind[];

/** Which senders each country's carriers take. */
export function RulesRoom() {
  const rules = useSenderRules();
  const { q = '' } = useSearch({ strict: false }) as { q?: string }; // this room's own address
  const navigate = useNavigate();
  const wanted = q.trim().toLowerCase();
  const items = (rules.data?.items ?? []).filter(
    ({ country }) =>
      country.toLowerCase() === wanted || countryWord(country).toLowerCase().includes(wanted),
  );
  return (
    <Page
      title="Sender rules"
      lead="What carriers of each country usually take. Rules change; your carrier has the last word."
      actions={
        <ExportButton
          fileName="sender-rules"
          columns={columns}
          load={async () => ({ items: rules.data?.items ?? [], next: null })}
        />
      }
    >
      <NumbersNav />
      <TextInput
        mb="md"
        leftSection={<Icon name="search" size={16} />}
        placeholder="Country"
        aria-label="Search countries"
        value={q}
        onChange={(event) => {
          const text = event.currentTarget.value;
          void navigate({ to: '.', search: (text ? { q: text } : {}) as never, replace: true }); // the same room's own search
        }}
      />
      <Card p={0}>
        {rules.isPending && <Waiting />}
        {rules.isError && <Failure error={rules.error} onRetry={() => void rules.refetch()} />}
        {rules.isSuccess && items.length === 0 && (
          <Empty icon="search" title="No such country here">
            A country that is not listed is unknown, not open: ask your carrier.
          </Empty>
        )}
        {items.length > 0 && <RulesTable items={items} />}
      </Card>
    </Page>
  );
}

const columns: readonly Column<CountrySenderRules>[] = [
  { name: 'Country', cell: ({ country }) => countryWord(country) },
  { name: 'Code', cell: ({ country }) => country },
  ...kinds.map((kind) => ({
    name: kindWord[kind],
    cell: ({ rules }: CountrySenderRules) => {
      const rule = rules.find((one) => one.kind === kind);
      return rule && `${ruleWord[rule.use].label}. ${rule.reason}`;
    },
  })),
];

function RulesTable({ items }: { items: readonly CountrySenderRules[] }) {
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Country</Table.Th>
            {kinds.map((kind) => (
              <Table.Th key={kind}>{kindWord[kind]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.country} style={{ verticalAlign: 'top' }}>
              <Table.Td fw={550}>{countryWord(item.country)}</Table.Td>
              {kinds.map((kind) => (
                <Table.Td key={kind}>
                  <Rule rule={item.rules.find((one) => one.kind === kind)} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Rule({ rule }: { rule: CountrySenderRules['rules'][number] | undefined }) {
  if (!rule) return <Text c="dimmed">–</Text>;
  const { label, tone } = ruleWord[rule.use];
  return (
    <>
      <Badge tone={tone}>{label}</Badge>
      <Text fz={13} c="dimmed" mt={4}>
        {rule.reason}
      </Text>
    </>
  );
}
