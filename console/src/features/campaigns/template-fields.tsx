import { Button, Group } from '@mantine/core';
import type { TemplateLint } from 'countersign/admin';
import type { CampaignDraft } from './draft.ts';
import { TemplateField } from './template-field.tsx';

const alertsMax = 6;

/** The texts of a campaign: one, or up to six that alerts choose by their place. */
export function TemplateFields(props: {
  draft: CampaignDraft;
  /** The text that is looked at in the preview. */
  place: number;
  lint: TemplateLint | undefined;
  refusalOf: (field: string) => string | undefined;
  onPlace: (place: number) => void;
  onChange: (templates: readonly string[]) => void;
}) {
  const { draft, place, onPlace, onChange } = props;
  const { templates, use } = draft;
  const isMany = use === 'alerts';
  const remove = () => {
    onChange(templates.slice(0, -1));
    onPlace(Math.min(place, templates.length - 2));
  };
  return (
    <>
      {templates.map((text, index) => (
        <TemplateField
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is known by its place
          key={index}
          label={isMany ? `Message ${index}` : 'Message'}
          description={descriptionOf(use, index)}
          value={text}
          lint={index === place ? props.lint : undefined}
          error={props.refusalOf(`templates.${index}`)}
          onFocus={() => onPlace(index)}
          onChange={(changed) => onChange(templates.with(index, changed))}
        />
      ))}
      {isMany && (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            disabled={templates.length >= alertsMax}
            onClick={() => {
              onChange([...templates, '']);
              onPlace(templates.length);
            }}
          >
            Add a message
          </Button>
          {templates.length > 1 && (
            <Button variant="subtle" size="xs" onClick={remove}>
              Remove the last one
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

function descriptionOf(use: CampaignDraft['use'], index: number): string {
  if (use === 'two-factor') {
    return 'Write ${pin} where the code stands; other ${names} are filled in by each request.';
  }
  if (use === 'alerts') {
    return `Sent for template=${index}. Write \${names} for what each request fills in.`;
  }
  return 'Write ${names} for what each request fills in.';
}
