import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referencePage } from '../../scripts/reference/page';
import { packageRoot } from '../../src/protocol';

describe('docs/reference.md', () => {
  it('says what the tables say; `npm run reference` rewrites it', () => {
    const written = readFileSync(join(packageRoot(), 'docs', 'reference.md'), 'utf8').replaceAll(
      '\r\n',
      '\n',
    );
    expect(written).toBe(referencePage());
  });
});
