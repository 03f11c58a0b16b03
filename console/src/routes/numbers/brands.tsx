import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { BrandForm } from '../../features/numbers/brand-form.tsx';
import { BrandList } from '../../features/numbers/brand-list.tsx';
import { useBrands } from '../../features/numbers/brand-queries.ts';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import { NumbersNav } from '../../features/numbers/numbers-nav.tsx';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';

/** Who sends: the records 10DLC registration asks for. */
export function BrandsRoom() {
  const application = useCurrentApplication();
  const hindrance = useNumbersHindrance(application);
  const brands = useBrands(application?.id ?? 0);
  const [isOpen, modal] = useDisclosure(false);
  const items = brands.data?.items ?? [];
  return (
    <Page
      title="Brands"
      lead="Who sends. Carriers in the United States ask for it before a long number may write (10DLC)."
      actions={!hindrance && <Button onClick={modal.open}>Add a brand</Button>}
    >
      <NumbersNav />
      <Card p={0}>
        {brands.isPending && <Waiting rows={2} height={56} />}
        {brands.isError && <Failure error={brands.error} onRetry={() => void brands.refetch()} />}
        {brands.isSuccess && items.length === 0 && (
          <Empty icon="numbers" title="No brand yet">
            Only long numbers of the United States need one: write down the company behind the
            messages, and what the registry said about it.
          </Empty>
        )}
        {items.length > 0 && <BrandList brands={items} mayChange={!hindrance} />}
      </Card>
      <Modal opened={isOpen} onClose={modal.close} title="Add a brand" size="lg">
        {application && <BrandForm applicationId={application.id} onDone={modal.close} />}
      </Modal>
    </Page>
  );
}
