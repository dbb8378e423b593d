/** Which model of a run is evaluated: as `--checkpoint` of the command line takes it. */
export interface EvaluateTarget {
  /** Absolute run folder. */
  readonly run: string;
  /** Absolute folder that holds `.stagecraft`. */
  readonly root: string;
  readonly checkpoint: string;
}

/** The arguments of `stagecraft evaluate`: to show the commands alone, or to start them. */
export const evaluateArguments = (
  { run, root, checkpoint }: EvaluateTarget,
  act: 'show' | 'start',
): readonly string[] => [
  'evaluate',
  `--workspace=${root}`,
  `--checkpoint=${checkpoint}`,
  act === 'show' ? '--show' : '--yes',
  '--',
  run,
];
