import manifest from '../package.json' with { type: 'json' };

/** The product's name and version, as recipes, `doctor` and written files state them. */
export const PRODUCT_NAME = manifest.productName;
export const PRODUCT_VERSION = manifest.version;
