import { LABELS, type AuditRate, type ItemRow, type StageFailures } from '../../protocol';
import { plainText } from '../run-list/plain';

/** Words of the user's language. */
export interface AuditWords {
  readonly failures: (n: string) => string;
  readonly noFailures: (n: string) => string;
  readonly perception: (rate: string) => string;
  /** The reason is in the tooltip: a sentence here would push the lenses that run the stage out of sight. */
  readonly withheld: string;
  readonly open: (n: string) => string;
  readonly ofRun: (time: string) => string;
  readonly browse: string;
}

const count = (n: number): string => n.toLocaleString('en-US');

/** `86.9 % [83.3, 89.8] of 380`: a share never goes without its interval and what it is of. */
export function share({ value, low, high, n }: AuditRate): string {
  const percent = (part: number): string => (part * 100).toFixed(1);
  return `${percent(value)} % [${percent(low)}, ${percent(high)}] of ${count(n)}`;
}

/** What stands above a stage; `edited` is the time of the run when the stage is another now. */
export function stageTitle(failures: StageFailures, words: AuditWords, edited?: string): string {
  const { perception, withheld, accuracy } = failures;
  const head = edited === undefined ? 'audit' : `audit ${words.ofRun(edited)}`;
  if (failures.failures === 0) return `${head}: ${words.noFailures(count(accuracy.n))}`;
  const parts = [words.failures(count(failures.failures))];
  if (perception !== undefined && perception.n > 0) parts.push(words.perception(share(perception)));
  else if (withheld !== undefined) parts.push(words.withheld);
  else parts.push(words.open(count(accuracy.n)));
  return `${head}: ${parts.join(', ')} - ${words.browse}`;
}

/** What stands behind a wrong row: `wrong: B (gold C) perception`. Plain text of bounded length. */
export function rowNote({ extracted, gold, verdicts }: ItemRow): string {
  const answer = extracted === undefined || extracted === '' ? 'no answer' : plainText(extracted, 40);
  const said = (['human', 'counterfactual', 'judge'] as const)
    .map((method) => verdicts.find((verdict) => verdict.method === method))
    .find((verdict) => verdict !== undefined);
  const label = said === undefined ? '' : ` ${LABELS[said.label].title.toLowerCase()}`;
  return `wrong: ${answer} (gold ${plainText(gold, 40)})${label}`;
}
