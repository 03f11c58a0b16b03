import { Button, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Brand, BrandState } from 'countersign/admin';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useMay } from '../session/queries.ts';
import { BrandForm } from './brand-form.tsx';
import { useRecordBrand } from './brand-queries.ts';
import classes from './numbers.module.css';
import { RecordRegistration } from './record-registration.tsx';
import { countryWord } from './words.ts';

const stateWord: Readonly<Record<BrandState, { label: string; tone: Tone }>> = {
  draft: { label: 'Draft', tone: 'plain' },
  submitted: { label: 'With the registry', tone: 'warn' },
  registered: { label: 'Registered', tone: 'good' },
  refused: { label: 'Refused', tone: 'bad' },
  withdrawn: { label: 'Withdrawn', tone: 'plain' },
};

export function BrandList({ brands, mayChange }: { brands: readonly Brand[]; mayChange: boolean }) {
  return brands.map((brand) => <BrandRow key={brand.id} brand={brand} mayChange={mayChange} />);
}

function BrandRow({ brand, mayChange }: { brand: Brand; mayChange: boolean }) {
  const mayRecord = useMay('campaigns.review');
  const { data, state, registryId, expiresAt } = brand;
  const isOver = state === 'registered' && !brand.isInForce;
  return (
    <div className={classes.number}>
      <div>
        <div className={classes.sender}>{data.displayName}</div>
        <div className={classes.quiet}>
          {data.legalName} · {countryWord(data.country)}
        </div>
      </div>
      <span>
        <Badge tone={isOver ? 'bad' : stateWord[state].tone}>
          {isOver ? 'Run out' : stateWord[state].label}
        </Badge>
      </span>
      <Text fz={14} c="dimmed" className={classes.wide}>
        {registryId ? `Registry id ${registryId}` : 'No registry id yet'}
        {expiresAt && (
          <>
            , holds until <Moment at={expiresAt} />
          </>
        )}
      </Text>
      <div className={`${classes.actions} ${classes.wide}`}>
        {mayChange && (state === 'draft' || state === 'refused') && <EditBrand brand={brand} />}
        {mayRecord && <Record brand={brand} />}
      </div>
    </div>
  );
}

function EditBrand({ brand }: { brand: Brand }) {
  const [isOpen, modal] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={modal.open}>
        Edit<span className={classes.hiddenWord}> {brand.data.displayName}</span>
      </Button>
      <Modal
        opened={isOpen}
        onClose={modal.close}
        title={`Edit ${brand.data.displayName}`}
        size="lg"
      >
        <BrandForm applicationId={brand.applicationId} brand={brand} onDone={modal.close} />
      </Modal>
    </>
  );
}

function Record({ brand }: { brand: Brand }) {
  const record = useRecordBrand(brand.applicationId, brand.id);
  return (
    <RecordRegistration
      what={`the brand ${brand.data.displayName}`}
      states={Object.fromEntries(
        Object.entries(stateWord).map(([state, { label }]) => [state, label]),
      )}
      initial={{ state: brand.state, registryId: brand.registryId, expiresAt: brand.expiresAt }}
      error={record.error}
      isBusy={record.isPending}
      onSave={({ state, ...rest }, onDone) =>
        record.mutate(
          { ...rest, state: (state ?? brand.state) as BrandState },
          { onSuccess: onDone },
        )
      }
    />
  );
}
