import type { LaunchRequest, Place, PreflightReport } from '../../protocol';
import { listRuns, readRunManifest, type RunView } from '../../runs';
import { preflightProblem } from '../codes';
import { looked, type Looked } from './result';

const TITLE = 'Earlier run';
/** Of many runs only the newest are looked through: one further back is no longer what anybody goes on with. */
const NEWEST = 50;

const UNFINISHED: ReadonlySet<string> = new Set(['stopped', 'interrupted', 'failed']);

interface EarlierInput {
  readonly request: LaunchRequest;
  /** The curriculum's name. */
  readonly name: string;
  /** Its texts, as they are now. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly place: Place;
}

interface Earlier extends Looked {
  readonly resumable?: PreflightReport['resumable'];
}

/**
 * The newest run of the same curriculum and variant, when it has not ended and could go on. A rehearsal neither is
 * one nor asks for one.
 */
export async function checkEarlierRun(input: EarlierInput): Promise<Earlier> {
  const { request, place } = input;
  if (request.rehearse !== undefined) return looked('earlier-run', TITLE, 'a rehearsal always begins anew');
  const run = await newest(input);
  if (run === undefined) return looked('earlier-run', TITLE, 'none of this curriculum and variant');
  if (!UNFINISHED.has(run.state)) return looked('earlier-run', TITLE, `${run.id} is ${run.state}`);
  const words = `${run.id} ${run.state === 'failed' ? 'has failed' : `was ${run.state}`}${whereText(run)}${await editedText(run, input)}`;
  const problem = preflightProblem(
    'earlierRun',
    place,
    `An earlier run of this curriculum could be resumed: ${words}`,
    `\`stagecraft resume ${run.id}\` goes on with it; a new run begins anew.`,
  );
  return {
    ...looked('earlier-run', TITLE, words, [problem]),
    resumable: { dir: run.dir, id: run.id, words },
  };
}

async function newest({ request, name }: EarlierInput): Promise<RunView | undefined> {
  for (const reading of await listRuns(request.root, { limit: NEWEST })) {
    if (!reading.ok || reading.run.rehearsal === true || reading.run.make !== undefined) continue;
    const { run } = reading;
    if (run.name !== name || run.variant !== request.variant) continue;
    const file = run.file ?? (await fileOf(run));
    if (file === request.file) return run;
  }
  return undefined;
}

/** Older runs do not say in their state which file they are of. */
async function fileOf({ dir }: RunView): Promise<string | undefined> {
  const manifest = await readRunManifest(dir);
  return manifest.ok ? manifest.value.plan.curriculum.file : undefined;
}

function whereText({ stages }: RunView): string {
  const at = stages.find(({ state }) => state !== 'done' && state !== 'waiting');
  if (at === undefined) return '';
  return ` in stage ${at.id}${at.totalSteps > 0 ? ` at step ${at.step} of ${at.totalSteps}` : ''}`;
}

/** A resumed run goes on with the texts that it was started with. */
async function editedText({ dir }: RunView, { files }: EarlierInput): Promise<string> {
  const manifest = await readRunManifest(dir);
  if (!manifest.ok) return '';
  const before = new Map(manifest.value.files.map(({ path, text }) => [path, text]));
  const edited = files.some(({ path, text }) => before.has(path) && before.get(path) !== text);
  return edited ? '; the curriculum was edited since, and it would go on as it was' : '';
}
