/** Crashes within `windowMs` that are answered with a restart; one more, and the server stays down. */
const LIMIT = { crashes: 4, windowMs: 180_000 } as const;
const WAITS_MS = [0, 1000, 3000, 8000] as const;

export type RestartDecision =
  { readonly restart: true; readonly waitMs: number } | { readonly restart: false };

/**
 * Whether a server that has ended is started again, and after how long: at once the first time, then more slowly, and
 * not at all once it has crashed five times in three minutes. `reset` forgets past crashes (the user asks anew).
 */
export function restartPolicy(now: () => number = Date.now) {
  let crashes: readonly number[] = [];
  return {
    crashed(): RestartDecision {
      const time = now();
      crashes = [...crashes.filter((at) => time - at < LIMIT.windowMs), time];
      if (crashes.length > LIMIT.crashes) return { restart: false };
      return { restart: true, waitMs: WAITS_MS[crashes.length - 1] ?? 0 };
    },
    reset(): void {
      crashes = [];
    },
  };
}

export type RestartPolicy = ReturnType<typeof restartPolicy>;
