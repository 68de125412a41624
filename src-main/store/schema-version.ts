/** The database version this build writes: the number of its migrations. Raised with every new migration. */
export const SCHEMA_VERSION = 7;
