/** What of a file was not taken along. */
export interface LeftOut {
  readonly name: string;
  /** Bytes at its begin. */
  readonly bytes: number;
  /** Lines that were torn or no JSON. */
  readonly torn: number;
}

/** Says what is in a bundle and what is not, for whoever is about to send it. */
export function readmeText(id: string, files: readonly string[], left: readonly LeftOut[]): string {
  return [
    `Debug bundle of the run ${id}`,
    '',
    'In it:',
    ...files.map((name) => `  ${name}`),
    '',
    'Left out:',
    '  rows of data, images, predictions, checkpoints',
    '  the texts of samples in events.jsonl (their lengths and rewards are there)',
    '  samples and tables that the trainer printed into its log, where they can be told from other lines',
    '  the texts of prompts and reward programs (run.json has their lengths)',
    '  files that are links to elsewhere',
    '  what looks like a secret: values of NAME_KEY=..., tokens, bearer headers, passwords in addresses (***)',
    '  the home folder (~)',
    ...left.flatMap(({ name, bytes, torn }) => [
      ...(bytes > 0 ? [`  the first ${bytes} bytes of ${name}`] : []),
      ...(torn > 0 ? [`  ${torn} torn lines of ${name}`] : []),
    ]),
    '',
    'Folder and file names, settings and log lines are as they were: look through them before you send the bundle.',
    '',
  ].join('\n');
}
