import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/protocol';

/** A stand-in for a machine with EasyR1 (see test/fixtures/easyr1/home/README.md). */
export interface Checkout {
  /** The curriculum's `engine.easyr1.home`. */
  readonly home: string;
  /** The interpreter: `python` of the tests, which says that it has EasyR1's packages, too. */
  readonly python: string;
  /** What the stand-in is to do beyond what EasyR1 can be told: `stand_in.step_ms`, `stand_in.fault`. */
  wish(wishes: Readonly<Record<string, string>>): void;
}

/** Versions that EasyR1 works with; those that are not installed need CUDA, and are looked at, never imported. */
const PACKAGES: Readonly<Record<string, string>> = {
  transformers: '4.57.1',
  omegaconf: '2.3.0',
  vllm: '0.11.0',
  'flash-attn': '2.8.3',
  tensordict: '0.10.0',
};

/** Makes it in a folder, on top of an interpreter with torch, Transformers and TRL. */
export function makeCheckout(folder: string, python: string): Checkout {
  const fixtures = join(packageRoot(), 'test', 'fixtures', 'easyr1');
  const home = join(folder, 'EasyR1');
  cpSync(join(fixtures, 'home'), home, { recursive: true });
  cpSync(join(fixtures, 'stand_in_easyr1.py'), join(home, 'verl', 'trainer', 'stand_in_easyr1.py'));
  const told = join(folder, 'packages');
  for (const [name, version] of Object.entries(PACKAGES)) {
    const info = join(told, `${name.replaceAll('-', '_')}-${version}.dist-info`);
    mkdirSync(info, { recursive: true });
    writeFileSync(join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
  }
  // The one that pre-flight imports.
  writeFileSync(join(told, 'flash_attn.py'), `__version__ = '${PACKAGES['flash-attn'] ?? ''}'\n`);
  const wrapper = join(folder, 'python');
  // Only where it is asked what it has: what is started runs with the real packages.
  writeFileSync(
    wrapper,
    `#!/bin/sh\ncase "$1" in -c) PYTHONPATH='${told}' exec '${python}' "$@";; *) exec '${python}' "$@";; esac\n`,
  );
  chmodSync(wrapper, 0o755);
  return {
    home,
    python: wrapper,
    wish: (wishes) => writeFileSync(join(home, 'stand_in.json'), JSON.stringify(wishes)),
  };
}
