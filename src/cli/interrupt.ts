/**
 * Calls `first` at the first Ctrl-C (or SIGTERM) and `again` at every later one.
 * A closed terminal (SIGHUP) is left alone: it ends this process, never the run that it watches.
 */
export function onInterrupt(first: () => void, again: () => void): { readonly dispose: () => void } {
  let count = 0;
  const handler = () => {
    count += 1;
    if (count === 1) first();
    else again();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, handler);
  return {
    dispose: () => {
      for (const signal of signals) process.off(signal, handler);
    },
  };
}
