/** What a task runs: a curriculum, a variant of it, one stage or those from one on. */
export interface RunTarget {
  /** Absolute path of the curriculum. */
  readonly file: string;
  /** Folder that `.stagecraft` lies in; absent for a file outside the workspace: the command line then looks for it. */
  readonly workspace?: string;
  readonly variant?: string;
  readonly stages?: { readonly only: string } | { readonly from: string };
  /** A few steps of each stage instead of all. */
  readonly rehearse?: boolean;
  /** Its data is made instead: every dataset that has a recipe, or the one of that id. */
  readonly make?: true | string;
  /** False leaves out the audit at the end. A rehearsal has none. */
  readonly audit?: boolean;
}

/**
 * The arguments of `stagecraft run`, `rehearse` or `make` for a target. Values from a curriculum are tied to their
 * option with `=`, so that a name that begins with a dash is never read as an option.
 */
export function runArguments({
  file,
  workspace,
  variant,
  stages,
  rehearse,
  make,
  audit,
}: RunTarget): readonly string[] {
  const word = make !== undefined ? 'make' : rehearse === true ? 'rehearse' : 'run';
  return [
    word,
    ...(workspace === undefined ? [] : [`--workspace=${workspace}`]),
    ...(variant === undefined ? [] : [`--variant=${variant}`]),
    ...(typeof make === 'string' ? [`--dataset=${make}`] : []),
    ...(stages === undefined || make !== undefined
      ? []
      : 'only' in stages
        ? [`--stage=${stages.only}`]
        : [`--from=${stages.from}`]),
    ...(audit === false && word === 'run' ? ['--no-audit'] : []),
    '--',
    file,
  ];
}

/** What a target is called in the list of tasks and on its terminal. */
export function runName(
  name: string,
  { variant, stages, make }: Pick<RunTarget, 'variant' | 'stages' | 'make'>,
): string {
  if (make !== undefined) return `make ${typeof make === 'string' ? make : name}`;
  const part = stages === undefined ? '' : 'only' in stages ? ` ${stages.only}` : ` ${stages.from}...`;
  return `${name}${part}${variant === undefined ? '' : ` (${variant})`}`;
}
