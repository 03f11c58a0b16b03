import { Button, Group, Select, Switch, Text, Title } from '@mantine/core';
import { type Application, CountersignError } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError, Notice } from '../../parts/states.tsx';
import { useUpdateSettings } from '../applications/queries.ts';
import { UnsavedGuard } from '../applications/settings/unsaved-guard.tsx';
import { isSame } from '../applications/settings/use-settings-group.ts';
import { channelWord } from '../verifications/words.ts';
import { AllowLists } from './allow-lists.tsx';
import { type LimitsDraft, toDraft, toSettings } from './draft.ts';
import { DryRunResult } from './dry-run-result.tsx';
import classes from './fraud.module.css';
import { ActionField, BudgetRule, type LimitsForm, NumberField, Rule } from './limit-fields.tsx';
import { useDryRun, useMayChange } from './queries.ts';

/** Channels that reach a phone number another way than by SMS. */
const otherChannels = ['voice', 'whatsapp'] as const;

/** The limits, tried on the last seven days before they are saved. */
export function Limits({ application }: { application: Application }) {
  const mayChange = useMayChange(application);
  const [typed, setTyped] = useState<LimitsDraft>();
  const update = useUpdateSettings(application.id);
  const dryRun = useDryRun(application.id);
  const stored = toDraft(application.settings);
  const draft = typed ?? stored;
  const wanted = toSettings(draft);
  const isUnsaved = !isSame(wanted, toSettings(stored));
  const refused = refusedField(update.error) ?? refusedField(dryRun.error);
  const form: LimitsForm = {
    draft,
    mayChange,
    change(fields) {
      update.reset();
      dryRun.reset();
      setTyped({ ...draft, ...fields });
    },
    refusalOf: (field) => (field === refused ? 'This value is not accepted.' : undefined),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isUnsaved) update.mutate(wanted, { onSuccess: () => setTyped(undefined) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard titles={isUnsaved ? ['Limits'] : []} />
      <Card mb="md">
        <Title order={2} mb={4}>
          Budgets
        </Title>
        <Text c="dimmed" mb="lg">
          What may stay unverified: a free part, and more for every verified one.
        </Text>
        <Rules form={form} />
      </Card>
      <Card mb="md">
        <AllowLists application={application} form={form} />
      </Card>
      <Card mb="md" className={classes.end}>
        {!mayChange && (
          <Notice tone="warn">
            Your role may try limits here, not save them. Ask an owner to change them.
          </Notice>
        )}
        {refused === undefined ? (
          <FormError error={update.error ?? dryRun.error} />
        ) : (
          <Notice tone="warn">One of the limits is not accepted: it is marked above.</Notice>
        )}
        <div className={classes.foot}>
          <Text fz={14} c="dimmed" role="status">
            {isUnsaved ? 'Not saved yet' : update.isSuccess ? 'Saved' : ''}
          </Text>
          <Group gap="sm">
            {isUnsaved && (
              <Button variant="subtle" color="gray" onClick={() => setTyped(undefined)}>
                Discard
              </Button>
            )}
            <Button
              variant="default"
              loading={dryRun.isPending}
              onClick={() => dryRun.mutate(wanted)}
            >
              Try on the last seven days
            </Button>
            {mayChange && (
              <Button type="submit" disabled={!isUnsaved} loading={update.isPending}>
                Save limits
              </Button>
            )}
          </Group>
        </div>
        {dryRun.isSuccess && <DryRunResult run={dryRun.data} currency={application.currency} />}
      </Card>
    </form>
  );
}

function refusedField(error: unknown): string | undefined {
  if (!(error instanceof CountersignError)) return undefined;
  return error.parameter?.replace(/^settings\./, '');
}

function Rules({ form }: { form: LimitsForm }) {
  return (
    <div className={classes.rules}>
      <BudgetRule
        name="prefix"
        title="Prefix"
        lead="Numbers that differ in the last four digits only."
        form={form}
      />
      <BudgetRule
        name="country"
        title="Country"
        lead="Verified counts by the best day of two weeks."
        form={form}
      />
      <BudgetRule
        name="client"
        title="Client"
        lead="A device or network, where your calls say client-address."
        form={form}
      />
      <PatternRules form={form} />
      <CapsRule form={form} />
      <OtherWays form={form} />
    </div>
  );
}

function PatternRules({ form }: { form: LimitsForm }) {
  const { sequence, clientCountries } = form.draft;
  return (
    <>
      <Rule title="Numbers in a row" lead="Near numbers of one prefix, one after the other.">
        <ActionField
          title="Numbers in a row"
          form={form}
          value={sequence.action}
          onChange={(action) => form.change({ sequence: { ...sequence, action } })}
        />
        <NumberField
          title="Numbers in a row"
          label="Numbers let pass"
          form={form}
          field="pumping.sequence.run"
          value={sequence.run}
          onChange={(run) => form.change({ sequence: { ...sequence, run } })}
        />
        <NumberField
          title="Numbers in a row"
          label="Within minutes"
          form={form}
          field="pumping.sequence.windowMinutes"
          value={sequence.windowMinutes}
          onChange={(windowMinutes) => form.change({ sequence: { ...sequence, windowMinutes } })}
        />
      </Rule>
      <Rule title="Countries of a client" lead="In a day, without a verified number there.">
        <ActionField
          title="Countries of a client"
          form={form}
          value={clientCountries.action}
          onChange={(action) => form.change({ clientCountries: { ...clientCountries, action } })}
        />
        <NumberField
          title="Countries of a client"
          label="Countries let pass"
          form={form}
          field="pumping.clientCountries.most"
          value={clientCountries.most}
          onChange={(most) => form.change({ clientCountries: { ...clientCountries, most } })}
        />
      </Rule>
    </>
  );
}

function CapsRule({ form }: { form: LimitsForm }) {
  const { capHour, capDay } = form.draft;
  return (
    <Rule title="Spend caps" lead="Exact to a message, for whatever is sent. Empty: no cap.">
      <NumberField
        title="Spend caps"
        label="EUR in an hour"
        placeholder="No cap"
        form={form}
        field="spendCaps.hour"
        value={capHour}
        decimals={4}
        onChange={(value) => form.change({ capHour: value })}
      />
      <NumberField
        title="Spend caps"
        label="EUR in a day"
        placeholder="No cap"
        form={form}
        field="spendCaps.day"
        value={capDay}
        decimals={4}
        onChange={(value) => form.change({ capDay: value })}
      />
    </Rule>
  );
}

function OtherWays({ form }: { form: LimitsForm }) {
  const { otherChannel, countsOwnCodes } = form.draft;
  return (
    <Rule title="How it acts" lead="For rules that send another way, and for codes checked by you.">
      <Select
        label="Another way"
        placeholder="None: refuse"
        clearable
        clearButtonProps={{ 'aria-label': 'No other way' }}
        readOnly={!form.mayChange}
        data={otherChannels.map((value) => ({ value, label: channelWord(value) }))}
        value={otherChannel}
        onChange={(value) => form.change({ otherChannel: value })}
      />
      <Switch
        className={classes.wide}
        label="Count two-factor messages too"
        description="Only when their outcome comes back, by an answer with the PIN or a conversion: otherwise each would look like fraud."
        disabled={!form.mayChange}
        checked={countsOwnCodes}
        onChange={(event) => form.change({ countsOwnCodes: event.currentTarget.checked })}
      />
    </Rule>
  );
}
