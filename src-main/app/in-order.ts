/**
 * Works on several items at once and gives the results in the items' order.
 * @throws what `work` throws, of the first item that fails; what is under way then comes to its end unheard.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const ahead: Promise<Result>[] = [];
  let next = 0;
  try {
    for (;;) {
      while (ahead.length < atOnce && next < items.length) ahead.push(work(items[next++] as Item));
      const first = ahead.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    await Promise.allSettled(ahead);
  }
}
