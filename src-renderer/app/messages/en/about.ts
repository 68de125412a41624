export const about = {
  title: 'About',
  version: 'Version {{version}}',
  purpose:
    'Roentgen Lightbox generates synthetic chest radiographs on this machine, mixes them with real films, and has them read blind. It works offline and sends nothing anywhere.',
  notMedicalTitle: 'Research software, not a medical device',
  notMedical:
    'Nothing shown here may be used for diagnosis, treatment or any other decision about a patient. Synthetic films show no real person.',
  developmentTitle: 'Development runtime',
  development:
    'This window runs on a development runtime that gets no security updates. Use it for trials with public or synthetic films only: no patient films.',
  licencesTitle: 'Licences',
  licences:
    'Roentgen Lightbox is under the MIT licence. The libraries it uses are listed with their licences in docs/DEPENDENCIES.md. Models have licences of their own: see each model’s card.',
} as const;
