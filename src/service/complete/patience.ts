/** Waits for answers, all of them together no longer than some milliseconds. */
export interface Patience {
  readonly wait: <T>(answer: Promise<T | undefined>) => Promise<T | undefined>;
  /** An answer was not waited for to its end. */
  readonly isLate: () => boolean;
}

export function patience(milliseconds: number): Patience {
  const end = performance.now() + milliseconds;
  let late = false;
  return {
    isLate: () => late,
    wait: async <T>(answer: Promise<T | undefined>) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timeout = new Promise<'late'>((settle) => {
        timer = setTimeout(() => settle('late'), Math.max(0, end - performance.now()));
      });
      const first = await Promise.race([answer.catch(() => undefined), timeout]);
      clearTimeout(timer);
      if (first !== 'late') return first;
      late = true;
      return undefined;
    },
  };
}
