import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject } from '../../data';
import type { ReportedFigure } from '../../protocol';
import { parsePythonJson } from '../table/json-text';
import { samplesName } from './find';

const LARGEST = 64 * 1024 * 1024;

/** Figures of a task in the results file of the same evaluation, each with what it means. */
export async function readLmmsFigures(samples: string, task: string): Promise<readonly ReportedFigure[]> {
  const file = await resultsFile(samples);
  if (file === undefined) return [];
  let value: unknown;
  try {
    const stats = await stat(file);
    if (!stats.isFile() || stats.size > LARGEST) return [];
    value = parsePythonJson(await readFile(file, 'utf8'));
  } catch {
    return [];
  }
  const results = isObject(value) && isObject(value.results) ? value.results[task] : undefined;
  if (!isObject(results)) return [];
  return Object.entries(results).flatMap(([key, figure]): readonly ReportedFigure[] => {
    if (typeof figure !== 'number' || !Number.isFinite(figure)) return [];
    const [metric = key, filter = 'none'] = key.split(',');
    const name = filter === 'none' ? metric : key;
    return [{ name, value: figure, ...meaningOf(metric, figure, task), file }];
  });
}

async function resultsFile(samples: string): Promise<string | undefined> {
  const folder = dirname(samples);
  const date = samplesName(samples)?.date ?? '';
  const own = [`${date}_results.json`, `results_${date}.json`].map((name) => join(folder, name));
  const found = own.find((file) => existsSync(file));
  if (found !== undefined || date !== '') return found;
  const names = await readdir(folder);
  const only = names.filter((name) => /(?:^|_)results(?:_.*)?\.json$/.test(name));
  return only.length === 1 && only[0] !== undefined ? join(folder, only[0]) : undefined;
}

/** Metrics that are a mean of something else, whatever they are called. */
const OTHER: readonly (readonly [RegExp, RegExp, string])[] = [
  [/./, /anls/i, 'mean ANLS (likeness to the gold answer), not accuracy'],
  [/./, /f1/i, 'F1, not accuracy'],
  [/./, /_split$/, 'accuracy of one split alone'],
  [/mmvet/i, /./, 'mean of the judge’s points in percent, partial points among them; not accuracy'],
  [/textvqa|vizwiz/i, /exact_match/, 'mean VQA score (share of annotators that agree), not accuracy'],
  [
    /^mme/i,
    /_score$/,
    'points: accuracy in percent + percent of images with both questions right, summed; not accuracy',
  ],
  [/mmstar/i, /./, 'mean over categories as the task defines it; not accuracy over rows'],
];

function meaningOf(
  metric: string,
  value: number,
  task: string,
): Pick<ReportedFigure, 'meaning' | 'accuracy'> {
  if (metric.includes('stderr')) return { meaning: `standard error of ${metric.replace(/_?stderr\w*/, '')}` };
  const other = OTHER.find(([tasks, metrics]) => tasks.test(task) && metrics.test(metric))?.[2];
  if (other !== undefined) return { meaning: other };
  const isAccuracy =
    /acc(?:uracy)?$|exact_match|^acc\b|relaxed_overall|gpt_eval_score|standard_eval|as_judge_eval/i.test(
      metric,
    );
  if (!isAccuracy) return { meaning: `${metric}, as the task defines it; not compared with accuracy` };
  return value <= 1
    ? { meaning: 'accuracy as a fraction (0 to 1)', accuracy: value }
    : { meaning: 'accuracy in percent', accuracy: value / 100 };
}
