import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/protocol';
import { referencePage } from './page';

writeFileSync(join(packageRoot(), 'docs', 'reference.md'), referencePage());
