import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Opening a pipe that somebody has put there would otherwise wait for its writer. Windows knows no such thing. */
export const READ = constants.O_RDONLY | ('O_NONBLOCK' in constants ? constants.O_NONBLOCK : 0);

/** Opens a file of a run folder, which may be anybody's, without ever waiting. Rejects with what the system says. */
export const openToRead = (path: string): Promise<FileHandle> => open(path, READ);
