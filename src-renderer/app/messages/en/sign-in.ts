export const signIn = {
  title: 'Who is at this workstation?',
} as const;
