export const read = {
  title: 'Your studies',
} as const;
