import { lookAtResults, rateWords, summariseResults, type ResultSummary } from '../../results';
import { defineCommand, EXIT } from '../command';
import { MAP_OPTION, mappingOf } from '../map-option';
import { problemJson } from '../print/problems-json';
import { columns, visibleInline } from '../print/text-width';

export const results = defineCommand({
  name: 'results',
  summary: 'Show what results lie in a file or folder, with the accuracy recomputed from the rows.',
  args: 'PATH',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Reads folders of VLMEvalKit and lmms-eval, generations.log of EasyR1, runs of Stagecraft, and any JSONL, JSON, CSV,\n' +
    'TSV, Parquet or xlsx file of answers. --json prints an array with an entry for each model and benchmark:\n' +
    '`source`, `model`, `benchmark`, `rows`, `wrong`, `unjudged`, `accuracy` (right of the judged rows; null: none),\n' +
    '`reported` (the program’s own figures and what each means), `items` (`[id, true | false | null]`), `problems`.',
  options: {
    map: MAP_OPTION,
    json: { type: 'boolean', doc: 'Print as JSON.' },
  },
  run: async ({ args, options, terminal }) => {
    const found = await lookAtResults(args[0] ?? '.');
    const mapping = mappingOf(options.map);
    const summaries: ResultSummary[] = [];
    for (const one of found) summaries.push(...(await summariseResults(one, { mapping })));
    if (options.json === true) terminal.out(JSON.stringify(summaries.map(summaryJson), null, 1));
    else printTable(summaries, (line) => terminal.out(line));
    const failed = summaries.some(
      ({ rows, problems }) => rows === 0 && problems.some(({ severity }) => severity === 'error'),
    );
    return failed ? EXIT.failed : EXIT.ok;
  },
});

const summaryJson = (summary: ResultSummary) => ({ ...summary, problems: summary.problems.map(problemJson) });

function printTable(summaries: readonly ResultSummary[], out: (line: string) => void): void {
  const rows = summaries.map(({ model, benchmark, rows: n, wrong, unjudged, accuracy, reported }) => [
    visibleInline(model),
    visibleInline(benchmark),
    String(n),
    String(wrong),
    String(unjudged),
    accuracy === null ? '-' : rateWords(n - unjudged - wrong, n - unjudged),
    [...reported]
      .sort((a, b) => Number(b.accuracy !== undefined) - Number(a.accuracy !== undefined))
      .slice(0, 2)
      .map(({ name, value }) => `${visibleInline(name)} ${Number(value.toPrecision(5))}`)
      .join(', '),
  ]);
  const head = ['model', 'benchmark', 'rows', 'wrong', 'not judged', 'accuracy', 'reported'];
  for (const line of columns([head, ...rows])) out(line);
  for (const { model, benchmark, problems, reported } of summaries) {
    const name = `${visibleInline(model)} on ${visibleInline(benchmark)}`;
    for (const { name: figure, value, meaning } of reported.slice(0, 6)) {
      out(`${name}: ${visibleInline(figure)} = ${Number(value.toPrecision(6))}: ${visibleInline(meaning)}`);
    }
    for (const { severity, code, message, hint } of problems) {
      const word = severity === 'info' ? 'note' : severity;
      out(
        `${name}: ${word}[${code}]: ${visibleInline(message)}${hint === undefined ? '' : ` (${visibleInline(hint)})`}`,
      );
    }
  }
}
