import { isMainThread } from 'node:worker_threads';

import { auditorParts, runAuditor, runAuditorThread } from '../browse';

if (isMainThread) runAuditor(auditorParts(), __filename);
else runAuditorThread();
