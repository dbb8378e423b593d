import { child, isEmpty, peek, textOf, type MapNode, type TreeNode } from '../parse/tree';
import { CAPABILITIES } from '../schema/words';
import { editDistance, nearest } from '../text/nearest';
import { textsOf } from './read';
import { settingPlaces, written, writtenStages, type MeaningContext } from './context';
import { parseDataRef, pathFault } from './references';
import { quote, type Report } from '../report';
import { sayOnce } from './shared';

const validations = (root: MapNode): readonly { readonly text: string; readonly node: TreeNode }[] =>
  settingPlaces({ root }).flatMap((place) => written(place, 'validate') ?? []);

/** Ids (or other texts) that the stages of documents name as their data or validate on. */
export function usedDatasets(roots: readonly MapNode[]): ReadonlySet<string> {
  const used = new Set<string>();
  // Variants share most of their stages.
  const seen = new Set<TreeNode>();
  const isNew = (node: TreeNode): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return true;
  };
  for (const root of roots) {
    for (const place of settingPlaces({ root }).filter(isNew)) {
      const validate = textOf(peek(place, 'validate'));
      if (validate !== undefined) used.add(validate);
      for (const { text } of textsOf(peek(place, 'data'))) used.add(text);
    }
    const datasets = child(root, 'datasets');
    if (datasets !== undefined && isNew(datasets)) for (const text of madeFrom(datasets)) used.add(text);
  }
  return used;
}

/** Datasets that others are made from. */
function madeFrom(datasets: TreeNode): readonly string[] {
  if (datasets.kind !== 'map') return [];
  return [...(datasets.origin ?? datasets).entries.values()].flatMap(({ value }) =>
    textsOf(peek(peek(value, 'make'), 'from')).map(({ text }) => text),
  );
}

/** The form of every data reference and folder, and that each dataset is there for something. */
export function checkDatasets(context: MeaningContext): void {
  const { root, report } = context;
  const datasets = child(root, 'datasets');
  if (datasets?.kind !== 'map') return;
  const validated = validations(root);
  for (const { text, node } of validated) checkValidate(context, datasets, text, node);
  if (datasets.entries.size === 0) {
    const span = root.entries.get('datasets')?.keySpan ?? datasets.span;
    report('SC113', span, '`datasets` declares none', {
      hint: 'Add `name: { capability: ..., train: ... }`.',
    });
  }
  const stages = writtenStages(context);
  const isWhole =
    stages.length > 0 &&
    stages.every(({ node }) => {
      const data = textsOf(peek(node, 'data'));
      return data.length > 0 && data.every(({ text }) => datasets.entries.has(text));
    });
  const about = sayOnce(context.shared, 'paths', report);
  for (const { key, keySpan, value } of datasets.entries.values()) {
    about(value, checkDataset);
    // A half-typed or misspelt stage would make datasets look unused.
    if (!context.used.has(key) && isWhole) {
      report('SC218', keySpan, `Dataset ${quote(key)} is not used`, {
        hint: 'Name it in the `data` of a stage, or remove it.',
      });
    }
  }
}

function checkDataset(dataset: TreeNode, report: Report): void {
  const capability = written(dataset, 'capability');
  const meant = capability && slipOf(capability.text);
  if (capability !== undefined && meant !== undefined) {
    report('SC229', capability.node.span, `${quote(capability.text)} is a capability of its own here`, {
      hint: `Did you mean \`${meant}\`?`,
    });
  }
  for (const key of ['train', 'val', 'test']) {
    const data = written(dataset, key);
    if (data === undefined) continue;
    const fault = pathFault(data.text);
    if (fault !== undefined) {
      report('SC225', data.node.span, `${quote(data.text)} is not a data file: ${fault}`, {
        hint: 'Write a path from the folder of this file, an absolute path, or a Hub dataset as `owner/name@split`.',
      });
    } else if (parseDataRef({ file: data.node.span.source.path }, data.text) === undefined) {
      report(
        'SC217',
        data.node.span,
        `${quote(data.text)} is neither a data file nor a Hub dataset with its split`,
        {
          hint: formHint(data.text),
        },
      );
    }
  }
  const images = written(dataset, 'images');
  const fault = images && pathFault(images.text);
  if (images !== undefined && fault !== undefined) {
    report('SC225', images.node.span, `${quote(images.text)} is not a folder: ${fault}`, {
      hint: 'Write a path from the folder of this file, or an absolute one.',
    });
  }
}

/** One of the paper's capabilities, when a name differs from it by at most two letters. */
const slipOf = (name: string): string | undefined =>
  CAPABILITIES.find((known) => {
    const distance = editDistance(name.toLowerCase(), known, 2);
    return name !== known && distance <= 2;
  });

const formHint = (text: string): string =>
  /^[\w.-]+\/[\w.-]+$/.test(text)
    ? `For a Hub dataset, add the split: \`${text}@train\`. A file ends in .jsonl, .json, .csv or .parquet.`
    : 'A file ends in .jsonl, .json, .csv or .parquet; a Hub dataset is written as `owner/name@split`.';

function checkValidate(
  { curriculum, report }: MeaningContext,
  datasets: Extract<TreeNode, { kind: 'map' }>,
  text: string,
  node: TreeNode,
): void {
  const dataset = datasets.entries.get(text);
  if (dataset !== undefined) {
    const val = child(dataset.value, 'val');
    if (val !== undefined && !isEmpty(val)) return;
    // `split` makes some.
    if (curriculum.datasets.some(({ id, val: made }) => id === text && made !== undefined)) return;
    report('SC223', node.span, `Dataset ${quote(text)} has no \`val\` rows to validate on`, {
      hint: `Add \`val:\` to ${quote(text)}, or name a data file.`,
      related: [{ span: dataset.keySpan, message: 'the dataset is declared here' }],
    });
    return;
  }
  const fault = pathFault(text);
  if (fault === undefined && parseDataRef({ file: node.span.source.path }, text) !== undefined) return;
  const near = nearest(text, datasets.entries.keys());
  report('SC223', node.span, `${quote(text)} is no dataset, data file or Hub dataset with its split`, {
    hint: near === undefined ? formHint(text) : `Did you mean the dataset \`${near}\`?`,
  });
}
