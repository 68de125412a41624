export const common = {
  productName: 'Roentgen Lightbox',
  cancel: 'Cancel',
  close: 'Close',
  retry: 'Retry',
  save: 'Save',
  delete: 'Delete',
  back: 'Back',
  notice: 'Notice',
  developmentRuntime: 'Development runtime: no patient films.',
  failedPart: 'This part of the window failed',
  failedPartHint: 'Nothing that was acknowledged is lost. Load the window again to go on.',
  reload: 'Load again',
} as const;
