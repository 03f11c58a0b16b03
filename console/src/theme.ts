/** The look of the console, once: one accent, one neutral scale, state colours, the system's fonts. */
import {
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Modal,
  Table,
  Tooltip,
} from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef1fe',
  '#dce3fc',
  '#b9c5f7',
  '#94a6f2',
  '#7289ec',
  '#4a63dc',
  '#3d55d6',
  '#3246b6',
  '#2a3a93',
  '#1f2b6d',
];

const neutral: MantineColorsTuple = [
  '#f6f7f9',
  '#eef0f3',
  '#e1e4e9',
  '#cfd3da',
  '#a9aeb9',
  '#858b98',
  '#646a78',
  '#4a505d',
  '#30353f',
  '#1b1e25',
];

const night: MantineColorsTuple = [
  '#d5d8de',
  '#b3b8c2',
  '#9299a6',
  '#6f7683',
  '#444a56',
  '#343943',
  '#272b33',
  '#1b1e25',
  '#15181d',
  '#0f1115',
];

/** For what cannot be undone and for what went wrong; nothing else is red. */
const red: MantineColorsTuple = [
  '#fdecea',
  '#f9d2cf',
  '#f4b0ab',
  '#ee8b84',
  '#e86e66',
  '#cc3d36',
  '#b4231f',
  '#981b18',
  '#7c1513',
  '#5f0f0e',
];

export const theme = createTheme({
  primaryColor: 'ink',
  black: '#1b1e25',
  primaryShade: { light: 6, dark: 5 },
  colors: { ink, red, gray: neutral, dark: night },
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { blur: 2 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Table: Table.extend({
      defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'lg', borderColor: 'var(--line)' },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 250, withArrow: true } }),
  },
});

/** Names for what a colour means here; styles use these and never a bare colour. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-font-size-md': '0.9375rem',
    // Sand for the sandbox, ink for live: neither is a state colour.
    '--frame-sandbox': '#b98a45',
    '--frame-sandbox-stripe': '#d9b981',
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-error': '#b4231f',
    '--ground': '#f6f7f9',
    '--surface': '#ffffff',
    '--line': '#e1e4e9',
    '--text-quiet': '#5b6170',
    '--mantine-color-dimmed': '#5b6170',
    '--frame-live': '#2a3a93',
    '--frame-sandbox-ink': '#6d4a10',
    '--frame-sandbox-wash': '#fbf3e3',
    '--frame-live-wash': '#eef1fe',
    '--good': '#13733c',
    '--good-wash': '#e6f5ec',
    '--warn': '#8a5200',
    '--warn-wash': '#fff3dc',
    '--bad': '#b4231f',
    '--bad-wash': '#fdecea',
    '--plain-wash': '#eef0f3',
    '--accent-text': '#3246b6',
    '--bubble-sms': '#e4e6eb',
    '--bubble-whatsapp': '#dcf5d6',
    '--bubble-whatsapp-ink': '#12301d',
  },
  dark: {
    '--mantine-color-body': '#1b1e25',
    // Mantine's own is too dark to be read on this ground.
    '--mantine-color-error': '#ff9c94',
    '--ground': '#121419',
    '--surface': '#1b1e25',
    '--line': '#2e333d',
    '--text-quiet': '#a0a7b4',
    '--mantine-color-dimmed': '#a0a7b4',
    '--frame-live': '#4a63dc',
    '--frame-sandbox-ink': '#e9c993',
    '--frame-sandbox-wash': '#2b241a',
    '--frame-live-wash': '#222a4a',
    '--good': '#6fd19a',
    '--good-wash': '#16301f',
    '--warn': '#f0bd6a',
    '--warn-wash': '#33270f',
    '--bad': '#ff9c94',
    '--bad-wash': '#3c1c1b',
    '--plain-wash': '#272b33',
    '--accent-text': '#94a6f2',
    '--bubble-sms': '#2f343e',
    '--bubble-whatsapp': '#17402b',
    '--bubble-whatsapp-ink': '#e3f6e9',
  },
});
