import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type Brand, type BrandData, CountersignError } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import campaignClasses from '../campaigns/campaigns.module.css';
import { useSaveBrand } from './brand-queries.ts';

type Entity = BrandData['entity'];
const entityWord: Readonly<Record<Entity, string>> = {
  'private-company': 'Private company',
  'public-company': 'Public company',
  'non-profit': 'Non-profit',
  government: 'Government',
  'sole-proprietor': 'Sole proprietor',
};

const texts = {
  legalName: 'Legal name',
  displayName: 'Name customers know',
  country: 'Country of incorporation',
  taxId: 'Tax number (EIN)',
  website: 'Website',
  vertical: 'Line of business',
  street: 'Street',
  city: 'City',
  region: 'State or region',
  postalCode: 'Postal code',
  contactEmail: 'Contact email',
  contactPhone: 'Contact phone',
} as const satisfies Partial<Record<keyof BrandData, string>>;
type TextName = keyof typeof texts;
const needed: ReadonlySet<TextName> = new Set(['legalName', 'displayName', 'country']);

/** Who sends, as 10DLC registration asks for it. */
export function BrandForm(props: { applicationId: number; brand?: Brand; onDone: () => void }) {
  const { brand } = props;
  const [entity, setEntity] = useState<Entity>(brand?.data.entity ?? 'private-company');
  const [typed, setTyped] = useState<Partial<Record<TextName, string>>>(
    (brand?.data as Partial<Record<TextName, string>> | undefined) ?? { country: 'US' },
  );
  const save = useSaveBrand(props.applicationId, brand?.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const filled = Object.entries(typed).filter(
      ([name, value]) => name in texts && value.trim() !== '',
    );
    const data = Object.fromEntries(filled.map(([name, value]) => [name, value.trim()]));
    // The fields marked as required hold something, or the browser would not submit.
    save.mutate({ ...(data as unknown as BrandData), entity }, { onSuccess: props.onDone });
  };
  const refused = save.error instanceof CountersignError ? save.error.parameter : undefined;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label="What it is"
          allowDeselect={false}
          data={Object.entries(entityWord).map(([value, label]) => ({ value, label }))}
          value={entity}
          onChange={(value) => value && setEntity(value as Entity)}
        />
        <div className={campaignClasses.pair}>
          {(Object.keys(texts) as TextName[]).map((name) => (
            <TextInput
              key={name}
              label={texts[name]}
              required={needed.has(name)}
              description={name === 'country' ? 'Two letters, such as US' : undefined}
              error={refused === name ? 'This was not accepted.' : undefined}
              value={typed[name] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTyped((known) => ({ ...known, [name]: value }));
              }}
            />
          ))}
        </div>
        <FormError error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {brand ? 'Save brand' : 'Add brand'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
