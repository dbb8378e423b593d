import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { release } from 'node:os';
import { join } from 'node:path';

import { packageRoot } from '../../protocol';

/** Versions that a result depends on: ours, the runtime's, the system's. */
export function versions(): Readonly<Record<string, string>> {
  const root = packageRoot();
  const manifest = join(root, 'package.json');
  const onnxruntime = versionOf(() => createRequire(manifest).resolve('onnxruntime-node/package.json'));
  return {
    stagecraft: versionOf(() => manifest) ?? 'unknown',
    node: process.versions.node,
    ...(onnxruntime === undefined ? {} : { onnxruntime }),
    platform: `${process.platform}-${process.arch} ${release()}`,
  };
}

function versionOf(find: () => string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(find(), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
