export const shell = {
  navigation: 'Sections',
  skipToContent: 'Skip to the content',
  signedInAs: 'Signed in as {{name}}',
  signOut: 'Sign out',
  coordinator: 'Coordinator',
  reader: 'Reader',
  sections: {
    compose: 'Compose',
    library: 'Library',
    studies: 'Studies',
    results: 'Results',
    models: 'Models',
    audit: 'Audit',
    about: 'About',
  },
} as const;
