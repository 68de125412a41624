import { z } from 'zod';

/** Between main and its own worker: what was checked where it entered the program is not checked again field by field. */
export const checked = <T extends object>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null, 'not an object');
