export const shell = {
  navigation: 'Sections',
  skipToContent: 'Skip to the content',
  controlKey: 'Ctrl',
  signOut: 'Sign out',
  sections: {
    compose: 'Compose',
    library: 'Library',
    studies: 'Studies',
    results: 'Results',
    models: 'Models',
    audit: 'Audit',
    settings: 'Settings',
    about: 'About',
  },
} as const;
