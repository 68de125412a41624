export const studies = {
  title: 'Studies',
} as const;
