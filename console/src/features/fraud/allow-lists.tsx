import { Button, MultiSelect, TagsInput, Text, TextInput, Title } from '@mantine/core';
import type { Application } from 'countersign/admin';
import { useState } from 'react';
import { groupAddress } from '../../parts/address.ts';
import { FormError } from '../../parts/states.tsx';
import { regions } from '../applications/settings/regions.data.ts';
import { countryName } from '../quality/words.ts';
import classes from './fraud.module.css';
import type { LimitsForm } from './limit-fields.tsx';
import { useAllowNumber } from './queries.ts';

const countries = regions
  .map((value) => ({ value, label: countryName(value) }))
  .sort((one, other) => one.label.localeCompare(other.label));

/** What is never judged: for customers' own staff, tests, and markets one knows. */
export function AllowLists({ application, form }: { application: Application; form: LimitsForm }) {
  const { allow } = form.draft;
  return (
    <>
      <Title order={2} mb={4}>
        Never judged
      </Title>
      <Text c="dimmed" mb="lg">
        No rule holds for these. Spend caps do.
      </Text>
      <div className={classes.fields} style={{ alignItems: 'start' }}>
        <MultiSelect
          label="Countries"
          description="Whole countries."
          placeholder={allow.countries.length === 0 ? 'Add a country' : ''}
          searchable
          hidePickedOptions
          readOnly={!form.mayChange}
          data={countries}
          value={[...allow.countries]}
          onChange={(value) => form.change({ allow: { ...allow, countries: value } })}
        />
        <TagsInput
          label="Prefixes"
          description="First digits, country code too."
          placeholder={allow.prefixes.length === 0 ? '447700' : ''}
          readOnly={!form.mayChange}
          value={[...allow.prefixes]}
          error={form.refusalOf('pumping.allow.prefixes')}
          onChange={(value) =>
            form.change({
              allow: { ...allow, prefixes: value.map((text) => text.replaceAll(/[^\d]/g, '')) },
            })
          }
        />
        <Numbers application={application} form={form} />
      </div>
    </>
  );
}

/** A number is added at once and kept masked; taking one away is saved with the limits. */
function Numbers({ application, form }: { application: Application; form: LimitsForm }) {
  const { allow } = form.draft;
  const [number, setNumber] = useState('');
  const add = useAllowNumber(application.id);
  return (
    <div>
      <TextInput
        label="Numbers"
        description="Single ones, kept masked."
        placeholder="+44 7700 900123"
        readOnly={!form.mayChange}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        rightSectionWidth={70}
        rightSection={
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={number.trim().length < 5 || !form.mayChange}
            loading={add.isPending}
            onClick={() => add.mutate(number, { onSuccess: () => setNumber('') })}
            aria-label="Add the number"
          >
            Add
          </Button>
        }
      />
      <FormError error={add.error} />
      {allow.numbers.map(({ mac, label }) => (
        <Text key={mac} fz={14} className="tabular" mt={6}>
          {groupAddress(label)}{' '}
          {form.mayChange && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              aria-label={`Take ${groupAddress(label)} off the list`}
              onClick={() =>
                form.change({
                  allow: { ...allow, numbers: allow.numbers.filter((one) => one.mac !== mac) },
                })
              }
            >
              Take off
            </Button>
          )}
        </Text>
      ))}
    </div>
  );
}
