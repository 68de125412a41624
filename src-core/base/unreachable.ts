/** Makes a switch exhaustive: the compiler refuses a call whose argument is not `never`. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable case: ${JSON.stringify(value)}`);
}
