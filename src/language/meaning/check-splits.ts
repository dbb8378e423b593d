import { child, textOf } from '../parse/tree';
import { quote } from '../report';
import { settingPlaces, type MeaningContext } from './context';

/** `data/rows.jsonl@test`: read as a Hub id it names what nobody has, and a local file has no splits but its rows. */
const SPLIT_OF_FILE = /^(.+\.(?:jsonl|json|csv|parquet))@[\w.+-]+$/i;

/** Splits of local files, which EasyR1 takes on its command line and fails on. */
export function checkSplits(context: MeaningContext): void {
  const { root, report } = context;
  const datasets = child(root, 'datasets');
  const entries = datasets?.kind === 'map' ? [...datasets.entries.values()] : [];
  const nodes = [
    ...entries.flatMap(({ value }) => ['train', 'val', 'test'].map((key) => child(value, key))),
    ...settingPlaces(context).map((place) => child(place, 'validate')),
  ];
  for (const node of nodes) {
    const file = SPLIT_OF_FILE.exec(textOf(node) ?? '')?.[1];
    if (node === undefined || file === undefined) continue;
    report('SC237', node.span, `A local file has no split: ${quote(textOf(node) ?? '')}`, {
      hint: `Write \`${file}\`, and put the rows of another split into a file of their own.`,
    });
  }
}
