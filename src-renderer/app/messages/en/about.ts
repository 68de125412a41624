export const about = {
  title: 'About',
} as const;
