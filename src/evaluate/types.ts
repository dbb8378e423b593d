/** A process as it would be started, and the files that are written before; for people and for scripts. */
export interface EvaluationCommand {
  readonly step: 'merge' | 'server' | 'benchmarks';
  readonly argv: readonly string[];
  /** Additions to the environment; values of names that sound like secrets are masked where it is shown. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly files: readonly { readonly path: string; readonly contents: string }[];
}

/** What is only known once a server listens; `shown` stands for it in commands that are shown. */
export interface Addresses {
  /** Port of the server that is started. */
  readonly server: string;
  /** Port at which the evaluator asks the model: the prompt is applied there, and the question passed on. */
  readonly relay: string;
  /** Port at which it asks the judge. */
  readonly judge: string;
  /** Lets only this evaluation in at these ports. */
  readonly token: string;
}

export const SHOWN: Addresses = {
  server: 'PORT',
  relay: 'RELAY_PORT',
  judge: 'JUDGE_PORT',
  token: 'TOKEN',
};

/** Name under which the model is served, whatever it is called: some evaluators read meaning into names. */
export const SERVED_NAME = 'trained';
