/** True while a dialog is open: it has its own keys, and what stands behind it must not act. */
export function isDialogOpen(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null;
}
