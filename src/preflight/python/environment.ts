import { dirname, isAbsolute, resolve } from 'node:path';
import { pythonCandidates, type PythonCandidate } from '../../rewards';
import { runBriefly } from '../machine/brief';

/** An interpreter that answered. */
export interface PythonEnvironment extends PythonCandidate {
  readonly version: readonly [number, number, number];
  /** Installed version of each package asked for; absent: not installed. */
  readonly packages: ReadonlyMap<string, string>;
}

export type PythonLook =
  | { readonly kind: 'found'; readonly environment: PythonEnvironment }
  /** What was tried, each with why it will not do. */
  | { readonly kind: 'none'; readonly tried: readonly string[] };

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

interface PythonInput {
  /** `python` of the engine's settings; a path counts from the curriculum's folder. */
  readonly setting?: string;
  readonly file: string;
  readonly root: string;
  readonly least: readonly [number, number];
  readonly packages: readonly string[];
}

/** The first interpreter that is new enough, with the versions of the packages that it has. */
export async function lookForPython({
  setting,
  file,
  root,
  least,
  packages,
}: PythonInput): Promise<PythonLook> {
  const own = dirname(file);
  const asked =
    setting === undefined
      ? undefined
      : { command: commandOf(setting, own), source: '`python` of the engine' };
  const named = pythonCandidates([...new Set([own, root])], asked);
  const tried: string[] = [];
  for await (const candidate of withUv(named, root)) {
    const answer = await ask(candidate, packages);
    if (typeof answer === 'string') tried.push(`${candidate.command} (${candidate.source}): ${answer}`);
    else if (isAtLeast(answer.version, least)) return { kind: 'found', environment: answer };
    else tried.push(`${candidate.command} (${candidate.source}): Python ${answer.version.join('.')}`);
  }
  return { kind: 'none', tried };
}

const commandOf = (setting: string, folder: string): string =>
  isAbsolute(setting) || !/[\\/]/.test(setting) ? setting : resolve(folder, setting);

/** What `uv` finds for the workspace comes before the system's names, and is only asked for when it is their turn. */
async function* withUv(
  candidates: readonly PythonCandidate[],
  root: string,
): AsyncGenerator<PythonCandidate, void, undefined> {
  let asked = false;
  for (const candidate of candidates) {
    if (candidate.source === 'on the path' && !asked) {
      asked = true;
      const found = await runBriefly('uv', ['python', 'find', '--directory', root], 2_000);
      const command = found.kind === 'said' ? (found.text.trim().split('\n')[0] ?? '') : '';
      if (isAbsolute(command)) yield { command, source: 'found by uv' };
    }
    yield candidate;
  }
}

/** Why an interpreter will not do, or what it has. */
async function ask(
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
