import { REHEARSAL_STEPS, preflight as look } from '../../preflight';
import { isError } from '../../protocol';
import { defineCommand, EXIT } from '../command';
import { LAUNCH_OPTIONS, launchRequest } from '../launch-options';
import { preflightVerdict, printPreflight } from '../print/preflight';
import { printProblems } from '../print/problems';
import { problemJson } from '../print/problems-json';
import { visibleInline } from '../print/text-width';

/** What the machine lacks stands in the list, at the check that found it. */
const OF_THE_LIST = /^SC5(?:09|2[1-9]|60)$/;

export const preflight = defineCommand({
  name: 'preflight',
  summary: 'Look at everything before a run: curriculum, data, engine, GPUs, disk, Python, earlier runs.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Nothing is started. Figures come with their formula; what cannot be known is called unknown.\nExit code 0: it can be started; 1: errors.',
  options: {
    ...LAUNCH_OPTIONS,
    rehearse: { type: 'boolean', doc: 'Look at a rehearsal of it.' },
    json: { type: 'boolean', doc: 'Print the report as JSON.' },
  },
  run: async ({ args, options, terminal }) => {
    const request = {
      ...launchRequest(args[0] ?? '', options),
      ...(options.rehearse === true ? { rehearse: { steps: REHEARSAL_STEPS } } : {}),
    };
    const report = await look(request, {
      onProgress: (done, total, what) => terminal.status([`  ${visibleInline(what)} ${done}/${total}`]),
    });
    terminal.status([]);
    if (options.json === true)
      terminal.out(
        JSON.stringify({ version: 1, ...report, problems: report.problems.map(problemJson) }, null, 2),
      );
    else {
      printProblems(
        report.problems.filter(({ severity, code }) => severity !== 'info' && !OF_THE_LIST.test(code)),
        terminal,
        new Map(),
      );
      printPreflight(report, terminal);
      terminal.out(preflightVerdict(report));
    }
    return report.problems.some(isError) ? EXIT.failed : EXIT.ok;
  },
});
