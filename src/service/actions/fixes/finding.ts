import { child, textOf, type MapNode } from '../../../language';
import { problemData } from '../../diagnostics';
import type { Snapshot } from '../../document/snapshot';
import { placeOfKey } from '../../places';
import { oneEdit, quoted, type Edit, type Fixer } from '../fix';
import { setIn, setPath } from '../write/set';
import { yamlText } from '../write/text';

/** SC6xx: the value that a finding suggests, at its key: in the stage itself, so that no other stage changes. */
export const suggestedValue: Fixer = ({ snapshot, diagnostic }) => {
  const { suggestion } = problemData(diagnostic.data);
  if (suggestion === undefined) return [];
  const { key, stage, value } = suggestion;
  const found = placeOfKey(snapshot, { key, ...(stage === undefined ? {} : { stage }) });
  if (found === undefined) return [];
  const text = typeof value === 'string' ? yamlText(value) : String(value);
  const path = found.path.map(String);
  return oneEdit(`Set ${quoted(`${key.replace(/^\//, '')}: ${text}`)}`, edit(snapshot, stage, path, text), {
    preferred: true,
  });
};

function edit(
  snapshot: Snapshot,
  stage: string | undefined,
  path: readonly string[],
  text: string,
): Edit | undefined {
  const [top, ...rest] = path;
  // Written in the defaults it holds for all stages: the stage gets a value of its own.
  const inStage = top === 'stages' ? rest.slice(1) : top === 'defaults' ? rest : undefined;
  const node = stage === undefined || inStage === undefined ? undefined : stageNode(snapshot, stage);
  return node === undefined || inStage === undefined
    ? setPath(snapshot, path, text)
    : setIn(node, inStage, text);
}

/** The mapping of a stage that is written in the document itself. */
function stageNode({ tree, source }: Snapshot, id: string): MapNode | undefined {
  const stages = child(tree, 'stages');
  const node =
    stages?.kind === 'list'
      ? stages.items.find((item) => textOf(child(item, 'id')) === id)
      : child(stages, id);
  return node?.kind === 'map' && node.span.source === source ? node : undefined;
}
