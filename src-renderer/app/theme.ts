import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Neutral greys from text (0) to the reading room's black (9): no hue that could tint the eye. */
const greys: MantineColorsTuple = [
  '#d2d4d6',
  '#b3b6b8',
  '#94989b',
  '#767a7d',
  '#3b3e41',
  '#2a2c2e',
  '#1a1b1d',
  '#111213',
  '#0a0b0b',
  '#040404',
];

/** The one accent: a muted cyan. 3 and 4 for text and marks on black, 7 for surfaces under light text. */
const accent: MantineColorsTuple = [
  '#e2f3f4',
  '#c2e4e6',
  '#9dd2d5',
  '#7cc1c5',
  '#5fb0b5',
  '#47989d',
  '#357f84',
  '#28686d',
  '#1b4e52',
  '#10363a',
];

/** For what cannot be undone: dim enough for a dark room, 7 under light text. */
const danger: MantineColorsTuple = [
  '#f7e4e2',
  '#eec6c2',
  '#e3a29c',
  '#d9817b',
  '#c4635c',
  '#a94c46',
  '#913d38',
  '#7a302c',
  '#5c2421',
  '#3a1715',
];

const FONT_STACK =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  colors: { dark: greys, accent, danger },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: FONT_STACK,
  headings: { fontFamily: FONT_STACK, fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: {
      styles: { label: { fontWeight: 500 } },
      // Lower than other buttons, in letters of the same size.
      vars: (_theme: unknown, { size }: { readonly size?: unknown }) => ({
        root: size === 'compact-md' ? { '--button-fz': 'var(--mantine-font-size-sm)' } : {},
      }),
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 0 }, centered: true },
      styles: { content: { background: greys[7] }, header: { background: greys[7] } },
    },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Select: { defaultProps: { comboboxProps: { transitionProps: { duration: 0 } } } },
  },
});

/** What Mantine's variables leave too bright or too dim for a dark room. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {},
  dark: {
    '--mantine-color-body': greys[8],
    '--mantine-color-text': greys[0],
    '--mantine-color-dimmed': greys[2],
    '--mantine-color-anchor': accent[3],
    '--mantine-color-placeholder': greys[3],
    '--mantine-color-default': greys[6],
    '--mantine-color-default-hover': greys[5],
    '--mantine-color-default-border': greys[4],
    '--mantine-color-error': '#f0908a',
    '--mantine-color-bright': '#e6e8e9',
    '--mantine-color-white': '#eef1f1',
    '--mantine-color-accent-light-color': accent[3],
    '--mantine-color-gray-light-color': greys[1],
  },
});
