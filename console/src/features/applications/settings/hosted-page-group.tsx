import { ColorInput, Text } from '@mantine/core';
import { GroupCard } from './group-card.tsx';
import classes from './hosted-page.module.css';
import { Setting } from './setting.tsx';
import { UrlSetting } from './url-setting.tsx';
import { type GroupProps, type GroupShape, useSettingsGroup } from './use-settings-group.ts';

interface Draft {
  readonly colour: string;
  readonly logo: string;
}

const shape: GroupShape<Draft> = {
  id: 'hosted-page',
  title: 'Hosted page',
  toDraft: ({ hostedPage: { colour, logo } }) => ({ colour: colour ?? '', logo: logo ?? '' }),
  toSettings: ({ colour, logo }) => ({
    hostedPage: { colour: colour.trim() || null, logo: logo.trim() || null },
  }),
  takes: {
    'hostedPage.colour': 'Use # and six hexadecimal digits, such as #1f4fd8.',
    'hostedPage.logo': 'Use a whole address that begins with https://, 500 characters at most.',
  },
};

export function HostedPageGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  const { draft, mayChange } = group;
  return (
    <GroupCard
      group={group}
      lead="How the page looks on which people type their code, for those who want no front end of their own."
    >
      <Setting group={group} name="colour" label="colour" word={(colour) => colour || 'ours'}>
        <ColorInput
          label="Colour"
          description="Of buttons and links. Text on it is black or white, whichever can be read."
          placeholder="#1f4fd8"
          format="hex"
          fixOnBlur={false}
          withPicker={false}
          eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
          readOnly={!mayChange}
          value={draft.colour}
          error={group.refusalOf('hostedPage.colour')}
          onChange={(colour) => group.change({ colour })}
        />
      </Setting>
      <UrlSetting
        group={group}
        name="logo"
        field="hostedPage.logo"
        label="Logo"
        spoken="logo"
        description="Address of a picture, shown 40 pixels high. Without one, the brand’s name stands there."
        placeholder="https://example.com/logo.svg"
      />
      <Preview name={props.application.name} {...draft} />
    </GroupCard>
  );
}

const colourDefault = '#1f4fd8';

function Preview({ name, colour, logo }: { name: string } & Draft) {
  const shown = /^#[0-9a-f]{6}$/i.test(colour) ? colour : colourDefault;
  return (
    <div>
      <Text fw={550} fz={14} mb={6}>
        How it looks
      </Text>
      <div className={classes.page} role="img" aria-label={`The hosted page in ${shown}`}>
        <Brand name={name} logo={logo} />
        <span className={classes.title}>Enter your code</span>
        <span className={classes.field}>1 2 3 4</span>
        <span className={classes.button} style={{ background: shown, color: inkOn(shown) }}>
          Continue
        </span>
      </div>
    </div>
  );
}

/** The console loads nothing from elsewhere, so a picture is shown by its place only. */
function Brand({ name, logo }: { name: string; logo: string }) {
  const host = URL.parse(logo)?.host;
  if (!host) return <span className={classes.brand}>{name}</span>;
  return <span className={classes.logo}>Picture from {host}</span>;
}

/** As the page itself decides: WCAG's relative luminance. */
function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
