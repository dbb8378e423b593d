import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Context, Draft } from '../context';
import { describePreset, presets } from '../describe';
import { readPrefix } from '../yaml-scalar';
import { pathItems } from './paths';

/** Presets, those of the chosen engine first; their Hub ids; folders once a path is begun. */
export async function modelItems(context: Context): Promise<readonly Draft[]> {
  const engine = context.curriculum?.engine.name;
  const own = presets.map(([name, preset]): Draft => {
    const fits = engine === undefined || preset.engines.includes(engine);
    return {
      label: name,
      kind: CompletionItemKind.Constant,
      detail: `${preset.billions < 0.01 ? '0.2 M' : `${preset.billions} B`}${fits ? '' : `, not for ${engine}`}`,
      doc: `${preset.doc}\n\n${describePreset(preset)}${preset.hub === undefined ? '' : `\n\n\`${preset.hub}\``}`,
      group: fits ? 1 : 3,
    };
  });
  const hub = presets.flatMap(([name, preset]): readonly Draft[] =>
    preset.hub === undefined
      ? []
      : [
          {
            label: preset.hub,
            kind: CompletionItemKind.Constant,
            detail: `Hub id of ${name}`,
            doc: describePreset(preset),
            group: 4,
          },
        ],
  );
  const isPath = /^(?:\.{1,2}|[A-Za-z]:)?[/\\]|^\.\.?$/.test(readPrefix(context.cursor));
  return [...own, ...hub, ...(isPath ? await pathItems(context, { folders: true }) : [])];
}
