import { defineConfig } from 'vitest/config';

// `npm run package:test`: packages this machine's extension and works with it, unpacked far from the checkout.
export default defineConfig({
  test: {
    include: ['test/package/**/*.check.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
