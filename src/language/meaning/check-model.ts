import { EMBEDDED_MODEL, MODEL_PRESETS } from '../schema/presets';
import { BUILTIN_REWARDS } from '../schema/reward-table';
import { isBroken } from '../parse/tree';
import { listNames, quote } from '../report';
import { nearest } from '../text/nearest';
import { written, type MeaningContext } from './context';
import { parseModel, parseReward, pathFault } from './references';

/** The model, the reward and the prompt: known, of a readable form, and fit for the engine. */
export function checkModel(context: MeaningContext): void {
  checkTheModel(context);
  checkReward(context);
  const prompt = written(context.root, 'prompt');
  const fault = prompt && pathFault(prompt.text);
  if (prompt !== undefined && fault !== undefined) {
    context.report('SC225', prompt.node.span, `${quote(prompt.text)} is not a path: ${fault}`, {
      hint: 'Write a path from the folder of this file, or an absolute one.',
    });
  }
}

function checkTheModel({ root, curriculum, report }: MeaningContext): void {
  const entry = root.entries.get('model');
  const model = written(root, 'model');
  const engine = curriculum.engine.name;
  if (model === undefined) {
    if (engine === 'embedded' || (entry !== undefined && isBroken(entry.value))) return;
    if (entry !== undefined) return;
    const span = root.entries.get('engine')?.keySpan ?? { source: root.span.source, start: 0, end: 0 };
    report('SC113', span, `\`model\` is missing: the ${engine} engine has no model of its own`, {
      hint: `Add \`model: qwen3-vl-8b\`. Presets: ${listNames(presetsFor(engine))}.`,
    });
    return;
  }
  const { text, node } = model;
  const ref = parseModel(node.span.source.path, text);
  if (ref === undefined) {
    const near = nearest(text, Object.keys(MODEL_PRESETS));
    report('SC208', node.span, `Unknown model ${quote(text)}`, {
      hint:
        near === undefined
          ? `Name a preset (${listNames(Object.keys(MODEL_PRESETS), 'or')}), a Hub id, or a folder that starts with \`./\`.`
          : `Did you mean \`${near}\`?`,
    });
    return;
  }
  const isEmbedded = ref.kind === 'preset' && ref.name === EMBEDDED_MODEL;
  if (isEmbedded && engine !== 'embedded') {
    report('SC220', node.span, `${quote(text)} cannot be trained by the ${engine} engine`, {
      hint: `Write \`engine: embedded\`, or one of ${listNames(presetsFor(engine), 'or')}.`,
    });
  }
  if (engine === 'embedded' && !isEmbedded && ref.kind !== 'folder') {
    report(
      'SC221',
      node.span,
      `The embedded engine rehearses this curriculum with \`${EMBEDDED_MODEL}\` in place of ${quote(text)}`,
      {
        hint: 'Choose `engine: trl` or `engine: easyr1` to train the model itself.',
      },
    );
  }
}

const presetsFor = (engine: string): readonly string[] =>
  Object.entries(MODEL_PRESETS).flatMap(([name, preset]) =>
    (preset.engines as readonly string[]).includes(engine) ? [name] : [],
  );

function checkReward({ root, report }: MeaningContext): void {
  const reward = written(root, 'reward');
  if (reward === undefined) return;
  const { text, node } = reward;
  if (parseReward(node.span.source.path, text) !== undefined) {
    const fault = text.includes('.py:') ? pathFault(text) : undefined;
    if (fault !== undefined) {
      report('SC225', node.span, `${quote(text)} is not a path: ${fault}`, {
        hint: 'Write a path from the folder of this file, or an absolute one.',
      });
    }
    return;
  }
  const names = Object.keys(BUILTIN_REWARDS);
  const near = nearest(text, names);
  const hint = /\.py\b/.test(text)
    ? `Write the file and its function as \`${text.replace(/\.py.*$/s, '')}.py:compute_score\`.`
    : near === undefined
      ? `Write ${listNames(names, 'or')}, or \`file.py:function\`.`
      : `Did you mean \`${near}\`?`;
  report('SC209', node.span, `Unknown reward ${quote(text)}`, { hint });
}
