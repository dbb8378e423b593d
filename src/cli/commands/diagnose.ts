import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  diagnoseFiles,
  patientOf,
  type Diagnosis,
  type LogSource,
  type Patient,
  type TextSource,
} from '../../doctor';
import { FILES, PREDICT, stageLog, type RunView } from '../../runs';
import { errorCode, errorText } from '../../protocol';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { findRun, manifestOf } from '../find-run';
import { diagnosisJson, printDiagnosis } from '../print/diagnosis';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

interface Material {
  readonly logs: readonly LogSource[];
  readonly metrics: readonly TextSource[];
  readonly patients: readonly Patient[];
}

export const diagnose = defineCommand({
  name: 'diagnose',
  summary: 'Say what is wrong with a training run, from its log and its metrics.',
  args: 'LOG...',
  minArgs: 0,
  maxArgs: Infinity,
  details:
    'LOG is a file with what a trainer printed (EasyR1, verl, TRL, or a stage of ours), `-` for standard input, or a\n' +
    'run: its folder, its id, or `latest`. Exit code 0: nothing that ends a run; 1: a fatal failure was found.',
  options: {
    metrics: {
      type: 'string',
      value: 'EVENTS',
      doc: 'Metrics too: `events.jsonl`, EasyR1’s `experiment_log.jsonl`, TRL’s `trainer_state.json`.',
    },
    json: { type: 'boolean', doc: 'Print the findings as a JSON array.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    if (args.length === 0 && options.metrics === undefined)
      throw new UsageError('`diagnose` needs a LOG, a run, or --metrics EVENTS');
    const parts = await Promise.all(args.map((arg) => materialOf(arg, options.workspace)));
    const metrics = options.metrics === undefined ? [] : [fileOf(options.metrics)];
    const findings = await read({
      logs: parts.flatMap(({ logs }) => logs),
      metrics: [...parts.flatMap((part) => part.metrics), ...metrics],
      patients: parts.flatMap(({ patients }) => patients),
    });
    if (options.json === true) terminal.out(JSON.stringify(findings.map(diagnosisJson), null, 2));
    else printDiagnosis(findings, terminal);
    return findings.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok;
  },
});

/** What an argument stands for: a file first of all, then a run. */
async function materialOf(arg: string, workspace: string | undefined): Promise<Material> {
  if (arg === '-')
    return { logs: [{ file: '<standard input>', text: process.stdin }], metrics: [], patients: [] };
  const there = existsSync(arg);
  if (there && !statSync(arg).isDirectory()) {
    insistOnEnd(arg);
    return { logs: [{ file: resolve(arg) }], metrics: [], patients: [] };
  }
  if (there && !existsSync(join(arg, FILES.manifest)))
    throw new UserError(`${arg} is a folder, but not that of a run`, 'name its log files');
  if (!there && /[\\/]|\.\w+$/.test(arg)) throw new UserError(`There is no file ${arg}`);
  return runMaterial(await findRun(there ? resolve(arg) : arg, findWorkspace(workspace)));
}

/** The logs of a run's stages and its events, with what its plan says of them. */
async function runMaterial(run: RunView): Promise<Material> {
  const { plan } = await manifestOf(run);
  const patients = run.stages.filter(({ id }) => id !== PREDICT).map(({ id }) => patientOf(plan, id));
  const logs = run.stages.map(({ id }) => ({ file: stageLog(run.dir, id), patient: patientOf(plan, id) }));
  const events = join(run.dir, FILES.events);
  return {
    logs: logs.filter(({ file }) => isFile(file)),
    metrics: isFile(events) ? [{ file: events }] : [],
    patients,
  };
}

/** A device such as /dev/urandom may never end; a pipe does when its writer goes. */
function insistOnEnd(path: string): void {
  const found = statSync(path);
  if (!found.isFile() && !found.isFIFO())
    throw new UserError(`${path} is neither a file nor a pipe`, 'name a log file, or `-` for standard input');
}

/** A pipe in a run folder would be waited for without end. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function fileOf(path: string): TextSource {
  if (!existsSync(path)) throw new UserError(`There is no file ${path}`);
  if (statSync(path).isDirectory())
    throw new UserError(`${path} is a folder`, `name its \`${FILES.events}\``);
  insistOnEnd(path);
  return { file: resolve(path) };
}

async function read(material: Material): Promise<readonly Diagnosis[]> {
  try {
    return await diagnoseFiles(material);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new UserError(errorText(error));
  }
}
