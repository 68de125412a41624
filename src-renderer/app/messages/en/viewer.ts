export const viewer = {
  film: 'Radiograph',
  loading: 'Loading the film',
  failed: 'The film could not be shown',
  keys: 'Drag for brightness and contrast, wheel to zoom, middle button or Space and drag to move, I inverts, 0 resets',
} as const;
