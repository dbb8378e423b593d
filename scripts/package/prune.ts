import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neededToRun } from './closure';
import type { Target } from './targets';

/**
 * Takes out of a staged onnxruntime-node the builds for other platforms, which it carries all, and out of its manifest
 * what only its install script needs. What else of a package is left out, `.vscodeignore` says.
 */
export function pruneOnnxruntime(staged: string, { os, cpu }: Target): void {
  const folder = join(staged, 'node_modules', 'onnxruntime-node');
  const builds = join(folder, 'bin', 'napi-v6');
  for (const system of readdirSync(builds)) {
    for (const processor of readdirSync(join(builds, system)))
      if (system !== os || processor !== cpu) rmSync(join(builds, system, processor), { recursive: true });
  }
  dropTwins(join(builds, os, cpu));
  const manifest = join(folder, 'package.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  const dependencies = Object.fromEntries(
    neededToRun(content.dependencies).map((name) => [name, content.dependencies[name]]),
  );
  writeFileSync(manifest, JSON.stringify({ ...content, dependencies }, null, 2));
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** For Macs the package has the same library under two names; the binding names the one that is loaded. */
function dropTwins(folder: string): void {
  const binding = readFileSync(join(folder, 'onnxruntime_binding.node'), 'latin1');
  const named = new Set(binding.match(/libonnxruntime[.\w]*\.dylib/g) ?? []);
  for (const file of readdirSync(folder))
    if (file.endsWith('.dylib') && !named.has(file)) rmSync(join(folder, file));
}
