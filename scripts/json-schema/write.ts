import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { curriculumSchema } from '../../src/language';
import { packageRoot } from '../../src/protocol';

const folder = join(packageRoot(), 'schemas');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'curriculum.schema.json'),
  `${JSON.stringify(curriculumSchema(), undefined, 2)}\n`,
);
