import type { Uri } from 'vscode';
import { setting } from '../settings';

/** Whether audits are to be seen in texts: above stages, in threads and at rows. */
export const isAuditing = (scope?: Uri): boolean => setting('audit.inline', scope);
