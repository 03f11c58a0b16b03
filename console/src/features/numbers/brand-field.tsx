import { Anchor, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useBrands } from './brand-queries.ts';

/** Long numbers of the United States are registered with a brand (10DLC). */
export function BrandField(props: {
  applicationId: number;
  value: number | null;
  onChange: (brandId: number | null) => void;
}) {
  const brands = useBrands(props.applicationId);
  return (
    <Select
      label="Brand"
      description={
        <>
          Long numbers of the United States need one.{' '}
          <Anchor component={Link} to={`/a/${props.applicationId}/numbers/brands`} inherit>
            Write one down
          </Anchor>
        </>
      }
      placeholder="None"
      clearable
      clearButtonProps={{ 'aria-label': 'No brand' }}
      data={(brands.data?.items ?? []).map(({ id, data }) => ({
        value: String(id),
        label: data.displayName,
      }))}
      value={props.value === null ? null : String(props.value)}
      onChange={(id) => props.onChange(id === null ? null : Number(id))}
    />
  );
}
