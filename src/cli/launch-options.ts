import { resolve } from 'node:path';
import type { LaunchRequest } from '../protocol';
import { UsageError } from './command';
import { WORKSPACE_OPTION, findWorkspace } from './workspace';

/** Options by which commands say what is to be run. */
export const LAUNCH_OPTIONS = {
  stage: { type: 'string', value: 'ID', doc: 'One stage alone.' },
  from: { type: 'string', value: 'ID', doc: 'From this stage on.' },
  variant: { type: 'string', value: 'NAME', doc: 'A variant.' },
  workspace: WORKSPACE_OPTION,
} as const;

interface Given {
  readonly stage?: string;
  readonly from?: string;
  readonly variant?: string;
  readonly workspace?: string;
}

/** What a command line asks to be run. Throws a `UsageError` for `--stage` beside `--from`. */
export function launchRequest(file: string, { stage, from, variant, workspace }: Given): LaunchRequest {
  if (stage !== undefined && from !== undefined)
    throw new UsageError('--stage means one stage, --from several: give one of them');
  const { root } = findWorkspace(workspace);
  return {
    root,
    file: resolve(file),
    ...(variant === undefined ? {} : { variant }),
    ...(stage === undefined ? {} : { stages: { only: stage } }),
    ...(from === undefined ? {} : { stages: { from } }),
  };
}

/** A whole number of at least 1, as an option gives it. */
export function countOption(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError(`--${name} takes a whole number of at least 1`);
  return value;
}
