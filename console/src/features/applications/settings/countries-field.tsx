import { Input, MultiSelect, SegmentedControl } from '@mantine/core';
import { regions } from './regions.data.ts';
import classes from './settings.module.css';

type Countries = readonly string[] | null;

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const nameOf = (code: string): string => {
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // what is stored need not be a country
  }
};
const options = regions
  .map((value) => ({ value, label: nameOf(value) }))
  .sort((a, b) => a.label.localeCompare(b.label));

const wordsMax = 4;

export function countriesWord(countries: Countries): string {
  if (countries === null) return 'every country';
  if (countries.length > wordsMax) return `${countries.length} countries`;
  return countries.map(nameOf).join(', ') || 'none';
}

/** Every country, or only those that are listed. */
export function CountriesField(props: {
  countries: Countries;
  readOnly: boolean;
  error: string | undefined;
  onChange: (countries: string[] | null) => void;
}) {
  const { countries, readOnly } = props;
  const unlisted = (countries ?? []).filter((code) => !regions.includes(code));
  return (
    <Input.Wrapper
      label="Countries"
      labelElement="div"
      description="Where a number may belong to. Fewer countries leave less to win by fraud."
      error={countries === null ? props.error : undefined}
    >
      <div className={classes.stack}>
        <SegmentedControl
          aria-label="Countries"
          readOnly={readOnly}
          value={countries === null ? 'every' : 'listed'}
          data={[
            { value: 'every', label: 'Every country' },
            { value: 'listed', label: 'Only these' },
          ]}
          onChange={(choice) => props.onChange(choice === 'every' ? null : [])}
          className={classes.start}
        />
        {countries !== null && (
          <MultiSelect
            aria-label="Countries that are allowed"
            placeholder={countries.length === 0 ? 'None: every number is refused' : 'Add a country'}
            searchable
            hidePickedOptions
            nothingFoundMessage="No country by that name"
            readOnly={readOnly}
            data={[...options, ...unlisted.map((code) => ({ value: code, label: nameOf(code) }))]}
            value={[...countries]}
            error={props.error}
            onChange={props.onChange}
          />
        )}
      </div>
    </Input.Wrapper>
  );
}
