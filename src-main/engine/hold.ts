/** Work that is held waits between two steps: nothing is computed, the model stays loaded. */
export interface Hold {
  set(held: boolean): void;
  /** Lets what is cancelled leave. */
  recheck(): void;
  /** Waits until nothing is held, or `leave` says that there is no more use in waiting. */
  released(leave: () => boolean): Promise<void>;
}

export function createHold(): Hold {
  let held = false;
  const waiting: (() => void)[] = [];
  const recheck = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  return {
    set: (value) => {
      held = value;
      recheck();
    },
    recheck,
    released: async (leave) => {
      while (held && !leave()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
