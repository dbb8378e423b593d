import type { PythonCandidate } from '../../rewards';
import { runBriefly } from './brief';

/** An interpreter that answered. */
export interface PythonEnvironment extends PythonCandidate {
  readonly version: readonly [number, number, number];
  /** Installed version of each package asked for; absent: not installed. */
  readonly packages: ReadonlyMap<string, string>;
}

/** A cold disk may take seconds for the metadata of many packages. */
const PATIENCE_MS = 8_000;

/** Prints its version and those of the packages named as arguments; imports none of them. */
const PROBE = `import json, sys
from importlib import metadata
def version(name):
    try:
        return metadata.version(name)
    except Exception:
        return None
print(json.dumps({"version": list(sys.version_info[:3]), "packages": {n: version(n) for n in sys.argv[1:]}}))`;

/** What an interpreter has, or why it will not do. */
export async function probe(
  candidate: PythonCandidate,
  packages: readonly string[],
): Promise<PythonEnvironment | string> {
  const told = await runBriefly(candidate.command, ['-c', PROBE, ...packages], PATIENCE_MS);
  switch (told.kind) {
    case 'absent':
      return 'not there';
    case 'silent':
      return `no answer within ${told.ms / 1000} s`;
    case 'failed':
      return told.reason;
    case 'said':
      return parse(candidate, told.text) ?? 'it is no Python';
  }
}

/** A start-up file of the environment may print before: the last line is ours. */
function parse(candidate: PythonCandidate, text: string): PythonEnvironment | undefined {
  try {
    const { version, packages } = JSON.parse(text.trim().split('\n').at(-1) ?? '') as {
      readonly version?: unknown;
      readonly packages?: unknown;
    };
    if (!Array.isArray(version) || typeof packages !== 'object' || packages === null) return undefined;
    const [major, minor, micro] = version.map(Number);
    const installed = Object.entries(packages).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return {
      ...candidate,
      version: [major ?? 0, minor ?? 0, micro ?? 0],
      packages: new Map(installed),
    };
  } catch {
    return undefined;
  }
}

/** Whether a version reaches the least one, number by number. */
export function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  for (const [i, wanted] of least.entries()) {
    const own = version[i] ?? 0;
    if (own !== wanted) return own > wanted;
  }
  return true;
}
