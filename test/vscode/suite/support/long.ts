import { SMALL } from './small';

/** The small curriculum with more steps than a test waits for, under a name of its own. */
export const long = (name: string, steps = 2000): string =>
  SMALL.replace('name: small', `name: ${name}`).replace('    steps: 2', `    steps: ${steps}`);

/** The small curriculum under a name of its own. */
export const short = (name: string): string => SMALL.replace('name: small', `name: ${name}`);
