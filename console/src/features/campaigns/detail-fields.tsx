import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import classes from './campaigns.module.css';
import type { CampaignDraft, DraftDetails } from './draft.ts';

interface FieldsProps {
  readonly draft: CampaignDraft;
  readonly onChange: (details: Partial<DraftDetails>) => void;
  readonly refusalOf: (field: string) => string | undefined;
}

type TextName = {
  [Name in keyof DraftDetails]: string extends DraftDetails[Name] ? Name : never;
}[keyof DraftDetails];

interface Field {
  readonly name: TextName;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly isLong?: boolean;
}

/** What the opt-in page is made of, and what a reviewer asks for. */
export function ProgrammeFields(props: FieldsProps) {
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <TextField
          {...props}
          field={{ name: 'programme', label: 'Programme name', placeholder: 'Acme sign-in codes' }}
        />
        <TextField
          {...props}
          field={{ name: 'frequency', label: 'How often', placeholder: 'no more than 2 msgs/day' }}
        />
      </div>
      <TextField
        {...props}
        field={{ name: 'description', label: 'What is sent and what for', isLong: true }}
      />
      <div className={classes.pair}>
        <TextField
          {...props}
          field={{ name: 'termsUrl', label: 'Terms and conditions', placeholder: 'https://' }}
        />
        <TextField
          {...props}
          field={{ name: 'privacyUrl', label: 'Privacy policy', placeholder: 'https://' }}
        />
        <TextField
          {...props}
          field={{ name: 'optInUrl', label: 'Opt-in page', placeholder: 'https://' }}
        />
        <HowPeopleAgree {...props} />
        <TextField {...props} field={{ name: 'supportEmail', label: 'Support email' }} />
        <TextField {...props} field={{ name: 'supportPhone', label: 'Support phone' }} />
      </div>
    </div>
  );
}

function HowPeopleAgree({ draft, onChange }: FieldsProps) {
  return (
    <Select
      label="How people agree"
      placeholder="Choose"
      clearable
      clearButtonProps={{ 'aria-label': 'Clear how people agree' }}
      data={[
        { value: 'web', label: 'On a web page' },
        { value: 'marketing-material', label: 'Marketing material' },
        { value: 'other', label: 'Another way' },
      ]}
      value={draft.details.optIn || null}
      onChange={(optIn) => onChange({ optIn: (optIn ?? '') as DraftDetails['optIn'] })}
    />
  );
}

/** What people get who answer HELP, STOP or START; empty ones get the server's own words. */
export function AnswerFields(props: FieldsProps) {
  const fields: readonly Field[] = [
    { name: 'helpText', label: 'Answer to HELP', isLong: true },
    { name: 'stopText', label: 'Answer to STOP', isLong: true },
    { name: 'startText', label: 'Answer to START', isLong: true },
  ];
  return (
    <div className={classes.fields}>
      {fields.map((field) => (
        <TextField key={field.name} {...props} field={field} />
      ))}
    </div>
  );
}

/** Whom the reviewer can ask, and the promise alert programmes have to make. */
export function ContactFields(props: FieldsProps) {
  const { draft, onChange } = props;
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <TextField {...props} field={{ name: 'contactName', label: 'Contact name' }} />
        <TextField {...props} field={{ name: 'contactEmail', label: 'Contact email' }} />
        <TextField {...props} field={{ name: 'contactPhone', label: 'Contact phone' }} />
      </div>
      {draft.use !== 'two-factor' && (
        <Checkbox
          label="Consent is collected and kept as the TCPA asks"
          checked={draft.details.isTcpaConfirmed}
          error={props.refusalOf('isTcpaConfirmed')}
          onChange={(event) => onChange({ isTcpaConfirmed: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}

/** By which the code is found without typing. */
export function AutofillFields(props: FieldsProps) {
  return (
    <div className={classes.pair}>
      <TextField
        {...props}
        field={{
          name: 'originBound',
          label: 'Web site that fills the code in',
          description: 'Host alone. Browsers take a code only from a last line @host #code.',
          placeholder: 'example.com',
        }}
      />
      <TextField
        {...props}
        field={{
          name: 'androidHash',
          label: 'Android app hash',
          description: 'Eleven characters the SMS Retriever looks for at the end.',
          placeholder: 'FA+9qCX9VSu',
        }}
      />
    </div>
  );
}

function TextField({ field, draft, onChange, refusalOf }: FieldsProps & { field: Field }) {
  const { name, isLong, ...words } = field;
  const input = {
    ...words,
    value: draft.details[name],
    error: refusalOf(name),
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
  };
  return isLong ? (
    <Textarea
      {...input}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={name === 'description' ? 1000 : 480}
    />
  ) : (
    <TextInput {...input} autoComplete="off" maxLength={500} />
  );
}
