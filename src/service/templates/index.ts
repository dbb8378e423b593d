// This file and not the face of its layer: the editor's extension bundles the templates, and no parser with them.
import { safeName } from '../../language/meaning/names';
import { CAPTION_FILES, CAPTION_SETS, captionTemplate } from './captions';
import { emptyTemplate } from './empty';
import { EXAMPLE_FILES, EXAMPLE_FOLDER, exampleTemplate } from './example';
import { BACKBONES, PAPER_FOLDER, paperTemplate } from './paper';

/** A text that a new curriculum starts from. */
export interface CurriculumTemplate {
  readonly id: string;
  /** Trains anywhere as it is; trains where the paper's did; makes its data first; has to be filled in. */
  readonly kind: 'example' | 'paper' | 'captions' | 'empty';
  readonly title: string;
  /** One line under the title. */
  readonly detail: string;
  /** The file's text; `name` is made one that a curriculum can have. */
  text(name: string): string;
  /** Folders to be copied beside the new file, from a folder of the package. */
  readonly files?: { readonly folder: string; readonly names: readonly string[] };
}

/** What `New Curriculum` offers: the example that runs anywhere, the paper's curriculum of each backbone, its data made anew, nothing. */
export function curriculumTemplates(): readonly CurriculumTemplate[] {
  const named = (make: (name: string) => string) => (name: string) => make(safeName(name, 'my-curriculum'));
  return [
    {
      id: 'example',
      kind: 'example',
      title: 'Example: shape-math',
      detail: 'A micro model and its data: trains in a minute on any machine.',
      text: named(exampleTemplate),
      files: { folder: EXAMPLE_FOLDER, names: EXAMPLE_FILES },
    },
    ...BACKBONES.map(({ model, title, files }) => ({
      id: model,
      kind: 'paper' as const,
      title,
      detail: 'The paper’s three stages and its ablations, with EasyR1 on eight GPUs.',
      text: named((name) => paperTemplate(model, name)),
      files: { folder: PAPER_FOLDER, names: files },
    })),
    ...CAPTION_SETS.map((set) => ({
      id: set.id,
      kind: 'captions' as const,
      title: set.title,
      detail: 'Makes questions from captions with models that you serve.',
      text: named((name) => captionTemplate(set, name)),
      files: CAPTION_FILES,
    })),
    {
      id: 'empty',
      kind: 'empty',
      title: 'Empty',
      detail: 'One dataset and one stage to begin with.',
      text: named(emptyTemplate),
    },
  ];
}
