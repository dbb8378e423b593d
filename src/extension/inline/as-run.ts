/**
 * Whether a stage stands in the text that a run was given as it stands now. Comments, blank lines and indents say
 * nothing, and neither does its place among the others.
 */
export function isAsRun(stage: string, then: string): boolean {
  const now = bare(stage);
  return now === '' || `\n${bare(then)}\n`.includes(`\n${now}\n`);
}

const bare = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .join('\n');
