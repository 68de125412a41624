export const compose = {
  title: 'Compose',
} as const;
