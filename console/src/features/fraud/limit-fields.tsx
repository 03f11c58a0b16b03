import { NumberInput, Select, Text } from '@mantine/core';
import type { FraudAction } from 'countersign/admin';
import type { ReactNode } from 'react';
import type { BudgetDraft, BudgetName, LimitsDraft, Typed } from './draft.ts';
import classes from './fraud.module.css';
import { actionWords } from './words.ts';

const actions: readonly FraudAction[] = ['off', 'record', 'other-channel', 'challenge', 'refuse'];

export interface LimitsForm {
  readonly draft: LimitsDraft;
  readonly mayChange: boolean;
  change(fields: Partial<LimitsDraft>): void;
  /** The sentence to show at a field the server refused. */
  refusalOf(field: string): string | undefined;
}

export function Rule(props: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.rule}>
      <div>
        <Text fw={600}>{props.title}</Text>
        <Text fz={14} c="dimmed">
          {props.lead}
        </Text>
      </div>
      <div className={classes.fields}>{props.children}</div>
    </div>
  );
}

export function ActionField(props: {
  title: string;
  form: LimitsForm;
  value: FraudAction;
  onChange: (action: FraudAction) => void;
}) {
  return (
    <Select
      label="When it is tripped"
      aria-label={`${props.title}: when it is tripped`}
      allowDeselect={false}
      readOnly={!props.form.mayChange}
      data={actions.map((value) => ({ value, label: actionWords[value].label }))}
      value={props.value}
      onChange={(value) => value && props.onChange(value as FraudAction)} // one of the data above
    />
  );
}

export function NumberField(props: {
  title: string;
  label: string;
  form: LimitsForm;
  field: string;
  value: Typed;
  decimals?: number;
  placeholder?: string;
  onChange: (value: Typed) => void;
}) {
  const { form, decimals = 0 } = props;
  return (
    <NumberInput
      label={props.label}
      aria-label={`${props.title}: ${props.label.toLowerCase()}`}
      placeholder={props.placeholder ?? ''}
      allowDecimal={decimals > 0}
      decimalScale={decimals}
      allowNegative={false}
      clampBehavior="none"
      thousandSeparator=","
      hideControls
      readOnly={!form.mayChange}
      value={props.value}
      error={form.refusalOf(props.field)}
      onChange={props.onChange}
    />
  );
}

/** The three numbers of a budget: two floors and what verified ones add. */
export function BudgetRule(props: {
  name: BudgetName;
  title: string;
  lead: string;
  form: LimitsForm;
}) {
  const { name, title, form } = props;
  const budget = form.draft[name];
  const change = (fields: Partial<BudgetDraft>) =>
    form.change({ [name]: { ...budget, ...fields } } as Partial<LimitsDraft>); // its own name
  const number = (field: 'hour' | 'day' | 'share', label: string, decimals = 0) => (
    <NumberField
      title={title}
      label={label}
      form={form}
      field={`pumping.${name}.${field}`}
      value={budget[field]}
      decimals={decimals}
      onChange={(value) => change({ [field]: value })}
    />
  );
  return (
    <Rule title={title} lead={props.lead}>
      <ActionField
        title={title}
        form={form}
        value={budget.action}
        onChange={(action) => change({ action })}
      />
      {number('hour', 'Free in an hour')}
      {number('day', 'Free in a day')}
      {number('share', 'Per verified', 2)}
    </Rule>
  );
}
