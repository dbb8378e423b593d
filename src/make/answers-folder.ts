import { join } from 'node:path';

/** Folder of the answers that were paid for, shared by everything in a workspace that asks a model. */
export const answersFolder = (root: string): string => join(root, '.stagecraft', 'cache', 'chat');
