/** How EasyR1 draws rows, as far as that decides the number of steps. */
export interface Easyr1Loader {
  readonly drawing: { readonly drawn?: number };
  /** What makes the number of steps, or of epochs, another one than the plan says; a sentence each. */
  readonly notes: readonly string[];
}

/**
 * EasyR1 counts `floor(floor(rows / mini) x mini / batch) x epochs` steps, `mini` being `mini_rollout_batch_size`
 * (verl/trainer/ray_trainer.py). With online filtering a step takes as many rows as it needs.
 */
export function easyr1Loader(options: Readonly<Record<string, unknown>>): Easyr1Loader {
  const mini = options['data.mini_rollout_batch_size'];
  return {
    drawing: typeof mini === 'number' && Number.isSafeInteger(mini) && mini > 0 ? { drawn: mini } : {},
    notes:
      options['algorithm.online_filtering'] === true
        ? ['with online filtering a step draws rows until it is full: the steps stay, epochs pass sooner']
        : [],
  };
}
