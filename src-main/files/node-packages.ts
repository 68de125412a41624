import { createRequire } from 'node:module';

// The bundle is CommonJS beside node_modules as the source is: both find the packages from their own place.
const require = createRequire(import.meta.url);

/** A CommonJS package whose shape is known but not declared. */
export function requirePackage<Shape>(name: string): Shape {
  return require(name);
}

/** @returns the path of a file of an installed package, named `@scope/package/folder/file` */
export function packageFile(name: string): string {
  return require.resolve(name);
}
