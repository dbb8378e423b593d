import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/protocol';
import { curriculumGrammar } from './grammar';

writeFileSync(
  join(packageRoot(), 'syntaxes', 'curriculum.tmLanguage.json'),
  `${JSON.stringify(curriculumGrammar(), undefined, 2)}\n`,
);
