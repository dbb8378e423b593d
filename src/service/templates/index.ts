// This file and not the face of its layer: the editor's extension bundles the templates, and no parser with them.
import { safeName } from '../../language/meaning/names';
import { emptyTemplate } from './empty';
import { EXAMPLE_FILES, EXAMPLE_FOLDER, exampleTemplate } from './example';
import { paperTemplate } from './paper';
import { RECIPES } from './recipe';

/** A text that a new curriculum starts from. */
export interface CurriculumTemplate {
  readonly id: string;
  readonly title: string;
  /** One line under the title. */
  readonly detail: string;
  /** The file's text; `name` is made one that a curriculum can have. */
  text(name: string): string;
  /** Folders to be copied beside the new file, from a folder of the package. */
  readonly files?: { readonly folder: string; readonly names: readonly string[] };
}

/** What `New Curriculum` offers: the example that runs anywhere, the paper's recipe for each backbone, nothing. */
export function curriculumTemplates(): readonly CurriculumTemplate[] {
  const named = (make: (name: string) => string) => (name: string) => make(safeName(name, 'my-curriculum'));
  return [
    {
      id: 'example',
      title: 'Example: shape-math',
      detail: 'A micro model and its data: trains in a minute on any machine.',
      text: named(exampleTemplate),
      files: { folder: EXAMPLE_FOLDER, names: EXAMPLE_FILES },
    },
    ...RECIPES.map((recipe) => ({
      id: recipe.model,
      title: recipe.title,
      detail: 'The paper’s three stages with EasyR1 on eight GPUs; put in your own data.',
      text: named((name) => paperTemplate(recipe, name)),
    })),
    {
      id: 'empty',
      title: 'Empty',
      detail: 'One dataset and one stage to begin with.',
      text: named(emptyTemplate),
    },
  ];
}
