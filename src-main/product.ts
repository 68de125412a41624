import manifest from '../package.json' with { type: 'json' };

/** The product's name and version, as recipes, `doctor` and written files state them. */
export const PRODUCT_NAME = manifest.productName;
export const PRODUCT_VERSION = manifest.version;

/** The oldest Electron whose Node-API carries better-sqlite3, and so the oldest that may hold patient films. */
const OLDEST_SHIPPING_ELECTRON = 42;

/**
 * Whether this Electron is the registry's development runtime (Electron 25): it stands in where Electron's own
 * release cannot be fetched, serves source checkouts only, and must never hold patient films.
 */
export function isDevelopmentRuntime(electronVersion: string | undefined): boolean {
  return Number((electronVersion ?? '0').split('.')[0]) < OLDEST_SHIPPING_ELECTRON;
}
