import type { Problem } from '../../protocol';
import { writtenPlace } from '../../plan';
import { headTime } from './git-head';
import { rowsProblem } from './problem';
import type { StageRows } from './stage-rows';

interface Fix {
  /** Day of the commit that mended it. */
  readonly since: string;
  readonly commit: string;
  readonly what: string;
  readonly severity?: Problem['severity'];
  readonly concerns: (of: StageRows, kinds: RowKinds) => boolean;
}

interface RowKinds {
  readonly images: boolean;
  readonly mixed: boolean;
  readonly videos: boolean;
}

/** What was wrong in EasyR1 before a day, where a stage's rows would meet it. */
const FIXES: readonly Fix[] = [
  {
    since: '2025-10-04',
    commit: 'a6c3578',
    what: 'stands still when one GPU has rows with images and another has none',
    concerns: (_, { mixed }) => mixed,
  },
  {
    since: '2025-10-13',
    commit: 'b2e3ffb',
    what: 'stands still with Qwen3-VL when one GPU has rows with images and another has none',
    concerns: ({ vision }, { mixed }) => mixed && vision?.family === 'qwen3_vl',
  },
  {
    since: '2026-03-10',
    commit: '6842bb2',
    what: 'cannot read videos for Qwen3-VL',
    concerns: ({ vision }, { videos }) => videos && vision?.family === 'qwen3_vl',
  },
  {
    since: '2026-07-15',
    commit: '07cae10',
    what: 'loses GPU memory with every step in which vLLM sees images',
    concerns: (_, { images }) => images,
  },
];

/** SC446: the checkout of EasyR1 is older than a fix of what this stage's rows would meet. */
export async function engineAge(of: StageRows): Promise<readonly Problem[]> {
  const { name, options } = of.plan.curriculum.engine;
  if (name !== 'easyr1' || typeof options.home !== 'string') return [];
  const kinds = await kindsOf(of);
  const due = FIXES.filter(({ concerns }) => concerns(of, kinds));
  if (due.length === 0) return [];
  const made = await headTime(options.home);
  if (made === undefined) return [];
  const day = made.toISOString().slice(0, 10);
  return due
    .filter(({ since }) => day < since)
    .map(({ since, commit, what, severity }) =>
      rowsProblem(
        'SC446',
        `EasyR1 in \`home\` is of ${day}, and until ${since} it ${what} (stage \`${of.stage.id}\`)`,
        writtenPlace(of.checked, [['engine', 'easyr1', 'home'], ['engine']]),
        undefined,
        {
          hint: `Update the checkout to ${since} or later (commit ${commit}).`,
          ...(severity === undefined ? {} : { severity }),
        },
      ),
    );
}

async function kindsOf({ stage, rows, data }: StageRows): Promise<RowKinds> {
  const images = rows.some((row) => row.images > 0);
  let videos = false;
  for (const { where: _, ...source } of stage.sources) {
    const { columns } = await data.facts(source);
    videos ||= columns.some(({ name }) => name === 'videos');
  }
  return { images, mixed: images && rows.some((row) => row.images === 0), videos };
}
