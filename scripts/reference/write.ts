import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/protocol';
import { engineOptionsPage } from './engine-options';
import { referencePage } from './page';

const docs = join(packageRoot(), 'docs');
writeFileSync(join(docs, 'reference.md'), referencePage());
writeFileSync(join(docs, 'engine-options.md'), engineOptionsPage());
