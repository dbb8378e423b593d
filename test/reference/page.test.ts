import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { engineOptionsPage } from '../../scripts/reference/engine-options';
import { referencePage } from '../../scripts/reference/page';
import { engineOptions } from '../../src/engines';
import { ENGINE_NAMES } from '../../src/language';
import { packageRoot } from '../../src/protocol';

const DOCS = join(packageRoot(), 'docs');
const written = (name: string): string => readFileSync(join(DOCS, name), 'utf8').replaceAll('\r\n', '\n');

describe('docs/reference.md', () => {
  it('says what the tables say; `npm run reference` rewrites it', () => {
    expect(written('reference.md')).toBe(referencePage());
  });

  it('explains every problem code that stands anywhere in the program', () => {
    const src = join(packageRoot(), 'src');
    const codes = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(join(src, file), 'utf8').match(/\bSC[1-5]\d\d\b/g) ?? []);
    expect(codes.length).toBeGreaterThan(100);
    const page = referencePage();
    const missing = [...new Set(codes)].filter((code) => !page.includes(`\n### ${code}\n`));
    expect(missing).toEqual([]);
  });

  it('lists every command and setting of the extension in words', () => {
    const { contributes } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      contributes: {
        commands: { command: string }[];
        configuration: { properties: Record<string, unknown> };
      };
    };
    const page = referencePage();
    for (const { command } of contributes.commands) expect(page).toContain(`| \`${command}\` |`);
    for (const key of Object.keys(contributes.configuration.properties))
      expect(page).toContain(`| \`${key}\` |`);
    expect(page).not.toMatch(/%[\w.]+%/);
  });
});

describe('docs/engine-options.md', () => {
  it('says what the catalogue says; `npm run reference` rewrites it', async () => {
    const file = join(DOCS, 'engine-options.md');
    const options = (await resolveConfig(file)) ?? {};
    expect(written('engine-options.md')).toBe(
      await format(engineOptionsPage(), { ...options, filepath: file }),
    );
  });

  it('has every key of every engine', () => {
    const page = engineOptionsPage();
    for (const engine of ENGINE_NAMES)
      for (const key of engineOptions(engine).keys()) expect(page).toContain(`| \`${key}\` |`);
  });
});
