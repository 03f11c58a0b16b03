import { Button, Group, Select, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Price } from 'countersign/admin';
import { regions } from '../../features/applications/settings/regions.data.ts';
import classes from '../../features/billing/billing.module.css';
import { ImportModal } from '../../features/billing/import-modal.tsx';
import { loadPrices, type PriceSearch, usePrices } from '../../features/billing/queries.ts';
import { priceColumns, sayPlace, sayPrice } from '../../features/billing/words.ts';
import { useMay } from '../../features/session/queries.ts';
import { channelWord } from '../../features/verifications/words.ts';
import { Card } from '../../parts/card.tsx';
import { ExportButton } from '../../parts/export-button.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

export function PricesRoom() {
  const search = useSearch({ strict: false }) as PriceSearch; // this room's own address
  const list = usePrices(search);
  const mayManage = useMay('prices.manage');
  const [isImporting, importing] = useDisclosure(false);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Boolean(search.channel || search.country);
  // Nothing to filter, and one way to go on: beside the words that say so.
  const isEmptyList = list.isSuccess && items.length === 0 && !isFiltered;
  const importButton = <Button onClick={importing.open}>Import CSV</Button>;
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="md">
        <div style={{ flex: '1 1 260px' }}>
          <Title order={2}>Prices</Title>
          <Text c="dimmed">
            What one message part costs every application. The most exact line counts: network
            before country, carrier before any.
          </Text>
        </div>
        <Group gap="sm" align="flex-start">
          <ExportButton
            fileName="prices"
            columns={priceColumns}
            load={(page) => loadPrices(search, page)}
          />
          {mayManage && !isEmptyList && importButton}
        </Group>
      </Group>
      {!isEmptyList && <Filters search={search} />}
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && (
          <Nothing isFiltered={isFiltered} action={mayManage && importButton} />
        )}
        {items.length > 0 && <Lines items={items} />}
      </Card>
      {list.hasNextPage && (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            onClick={() => void list.fetchNextPage()}
            loading={list.isFetchingNextPage}
          >
            Load more
          </Button>
        </Group>
      )}
      <ImportModal isOpen={isImporting} onClose={importing.close} />
    </>
  );
}

const names = new Intl.DisplayNames(['en'], { type: 'region' });
const countries = regions
  .map((value) => ({ value, label: names.of(value) ?? value }))
  .sort((one, two) => one.label.localeCompare(two.label));
const channels = ['sms', 'voice', 'whatsapp'].map((value) => ({
  value,
  label: channelWord(value),
}));

function Filters({ search }: { search: PriceSearch }) {
  const navigate = useNavigate();
  const go = (next: { [Name in keyof PriceSearch]?: string | null }) => {
    const kept = Object.entries({ ...search, ...next }).filter(([, value]) => value);
    void navigate({ to: '.', search: Object.fromEntries(kept) as never, replace: true });
  };
  return (
    <Group mb="md" gap="sm">
      <Select
        style={{ flex: '1 1 220px' }}
        maw={340}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Every country' }}
        aria-label="Country"
        placeholder="Every country"
        nothingFoundMessage="No such country"
        data={countries}
        value={search.country ?? null}
        onChange={(country) => go({ country })}
      />
      <Select
        w={170}
        clearable
        clearButtonProps={{ 'aria-label': 'Every way' }}
        aria-label="Way"
        placeholder="Every way"
        data={channels}
        value={search.channel ?? null}
        onChange={(channel) => go({ channel })}
      />
    </Group>
  );
}

function Nothing({ isFiltered, action }: { isFiltered: boolean; action: React.ReactNode }) {
  if (isFiltered) {
    return (
      <Empty icon="search" title="No price for this">
        Messages there cost what the application’s own settings say.
      </Empty>
    );
  }
  return (
    <Empty icon="billing" title="No price list yet" action={action}>
      Until there is one, each application pays what its settings say, everywhere the same. A file
      has the columns channel, transport, country, network, network_name and price.
    </Empty>
  );
}

function Lines({ items }: { items: readonly Price[] }) {
  return (
    <WideTable label="Prices" minWidth={300}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Country</Table.Th>
            <Table.Th>Way</Table.Th>
            <Table.Th className={classes.money}>EUR a part</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((line) => (
            <Table.Tr key={[line.channel, line.country, line.network, line.transport].join()}>
              <Table.Td>
                {line.countryName}
                <Text fz={13} c="dimmed">
                  {sayPlace(line) && `${sayPlace(line)} · not charged by yet`}
                </Text>
              </Table.Td>
              <Table.Td>{channelWord(line.channel)}</Table.Td>
              <Table.Td className={`${classes.money} tabular`}>{sayPrice(line.price)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
