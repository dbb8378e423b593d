import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoots } from '../audits/model';

/** Whether a folder of the workspace has had imports or runs: without them no auditor need be started. */
export const mayHaveAudits = (): boolean =>
  workspaceRoots().some((root) =>
    ['audits', 'runs'].some((name) => existsSync(join(root, '.stagecraft', name))),
  );
