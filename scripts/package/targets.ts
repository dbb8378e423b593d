import { arch, platform } from 'node:process';

/** A platform that an extension is packaged for, in the editor's and in npm's words. */
export interface Target {
  readonly name: string;
  readonly os: 'linux' | 'darwin' | 'win32';
  readonly cpu: 'x64' | 'arm64';
}

/**
 * Platforms that every native module is built for. `darwin-x64` is not one: onnxruntime-node has no build for Macs
 * with Intel processors.
 */
export const TARGETS: readonly Target[] = [
  { name: 'linux-x64', os: 'linux', cpu: 'x64' },
  { name: 'linux-arm64', os: 'linux', cpu: 'arm64' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64' },
  { name: 'win32-x64', os: 'win32', cpu: 'x64' },
  { name: 'win32-arm64', os: 'win32', cpu: 'arm64' },
];

/** The target of this machine; nothing where no native modules are built for it. */
export const ownTarget = (): Target | undefined =>
  TARGETS.find(({ os, cpu }) => os === platform && cpu === arch);
