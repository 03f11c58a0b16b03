import { Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { CountrySenderRules, NumberKind } from 'countersign/admin';
import classes from '../../features/numbers/numbers.module.css';
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
import { WideTable } from '../../parts/wide-table.tsx';

interface RulesSearch {
  readonly q?: string;
  /** The country whose reasons are shown. */
  readonly country?: string;
}

const kinds = Object.keys(kindWord) as NumberKind[];

/** Which senders each country's carriers take. */
export function RulesRoom() {
  const rules = useSenderRules();
  const { q = '' } = useSearch({ strict: false }) as RulesSearch; // this room's own address
  const navigate = useNavigate();
  const wanted = q.trim().toLowerCase();
  const items = (rules.data?.items ?? [])
    .filter(
      ({ country }) =>
        country.toLowerCase() === wanted || countryWord(country).toLowerCase().includes(wanted),
    )
    .sort((left, right) =>
      countryWord(left.country).localeCompare(countryWord(right.country), 'en'),
    );
  return (
    <Page
      isWide
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
  const { country: open, ...search } = useSearch({ strict: false }) as RulesSearch; // this room's own
  const navigate = useNavigate();
  const toggle = (country: string) => {
    const next = open === country ? search : { ...search, country };
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false }); // the same room's own search
  };
  return (
    <WideTable label="Sender rules" minWidth={900}>
      <Table horizontalSpacing="sm">
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
              <Table.Td>
                <UnstyledButton
                  className={classes.country}
                  aria-expanded={open === item.country}
                  onClick={() => toggle(item.country)}
                >
                  {countryWord(item.country)}
                </UnstyledButton>
              </Table.Td>
              {kinds.map((kind) => (
                <Table.Td key={kind}>
                  <Rule
                    rule={item.rules.find((one) => one.kind === kind)}
                    isOpen={open === item.country}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Rule(props: { rule: CountrySenderRules['rules'][number] | undefined; isOpen: boolean }) {
  const { rule } = props;
  if (!rule) return <Text c="dimmed">–</Text>;
  const { label, tone } = ruleWord[rule.use];
  return (
    <>
      <Badge tone={tone}>{label}</Badge>
      {props.isOpen && (
        <Text fz={13} c="dimmed" mt={4}>
          {rule.reason}
        </Text>
      )}
    </>
  );
}
