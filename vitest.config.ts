import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Files start real processes (DuckDB, onnxruntime, supervisors): two at a time suits a laptop and CI alike.
    pool: 'forks',
    maxWorkers: 2,
    // They also race with one another on a loaded machine: what fails once is tried again, and told as such.
    retry: 1,
    // What is waited for may take long on a loaded machine: a limit only tells a hang.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
