/**
 * Does `work` for every item, at most `limit` at a time, and takes an item from its source only when there is room for
 * it: memory stays flat however many there are. Rejects with the first error of `work` or of the source, or the
 * signal's reason, after the work that was begun has ended; nothing new is begun then.
 */
export async function inFlight<T>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let running = 0;
  let wake = (): void => undefined;
  let failed: { readonly error: unknown } | undefined;
  const ended = (): void => {
    running -= 1;
    wake();
  };
  const roomFor = async (most: number): Promise<void> => {
    while (running > most)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const begin = (item: T): void => {
    running += 1;
    work(item)
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(ended);
  };
  try {
    for await (const item of items) {
      signal.throwIfAborted();
      begin(item);
      await roomFor(limit - 1);
      if (failed !== undefined) break;
    }
  } catch (error) {
    failed ??= { error };
  }
  await roomFor(0);
  if (failed !== undefined) throw failed.error;
  signal.throwIfAborted();
}
