import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

export interface Script {
  /** Path in the published repository. */
  readonly path: string;
  readonly header: string;
  /** Default of `MODEL_PATH`; `null`: the script demands one; absent: it starts no training. */
  readonly model?: string | null;
  readonly variables?: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly commands?: readonly string[];
}

interface Published {
  readonly source: string;
  /** Variables of `training/_env.sh` with their defaults. */
  readonly environment: Readonly<Record<string, string>>;
  /** What stands for the scripts' `configs/config.yaml`. */
  readonly base: { readonly source: string; readonly config: Readonly<Record<string, unknown>> };
  readonly scripts: readonly Script[];
}

/** What the published launch scripts say: facts, not their text. */
export const PUBLISHED = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/paper/scripts.json', import.meta.url)), 'utf8'),
) as Published;

/** The 20 scripts that start EasyR1; the 21st prints a recipe. */
export const TRAININGS = PUBLISHED.scripts.filter(({ model }) => model !== undefined);

/**
 * A folder tree as the published one: settings in `training/_env.sh`, the base configuration, and a script for each
 * training that says the same overrides in its own way. Returns the absolute path of each.
 */
export function writeScripts(root: string): ReadonlyMap<string, string> {
  const put = (path: string, text: string): string => {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  };
  const settings = Object.entries(PUBLISHED.environment).map(
    ([name, value]) => `export ${name}=\${${name}:-${value}}`,
  );
  put('training/_env.sh', `# variables\n${settings.join('\n')}\nexport PYTHONUNBUFFERED=1\n`);
  put('training/configs/config.yaml', stringify(PUBLISHED.base.config));
  return new Map(TRAININGS.map((script) => [script.path, put(script.path, scriptText(script))]));
}

function scriptText({ header, model, variables = {}, overrides }: Script): string {
  const words = Object.entries(overrides).map(([key, value]) =>
    value.includes('$') ? `${key}="${value}"` : `${key}=${value}`,
  );
  return [
    '#!/usr/bin/env bash',
    `# ${header}`,
    'set -euo pipefail',
    ': "${EASYR1_HOME:?Run \'source training/_env.sh\' first}"',
    'cd "${EASYR1_HOME}"',
    ...Object.entries(variables).map(([name, value]) => `${name}=\${${name}:-${value}}`),
    model === null
      ? 'MODEL_PATH=${MODEL_PATH:?Set it to a checkpoint}'
      : `MODEL_PATH=\${MODEL_PATH:-${model ?? ''}}`,
    `python3 -m verl.trainer.main config="\${VLMCC_CONFIG}" \\\n    ${words.join(' \\\n    ')}`,
    '',
  ].join('\n');
}
