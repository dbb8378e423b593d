import type { Problem } from '../../protocol';
import type { Snapshot } from '../../service';

/** Said where the data process ended twice over one curriculum, which is then left alone. */
export const crashProblem = ({ checked }: Snapshot, reason: string): Problem => ({
  code: 'SC300',
  severity: 'warning',
  message: `The data was not checked: the process that reads it ended twice over this curriculum (${reason})`,
  place: checked.base.locate(['datasets'], 'key'),
  hint: 'Save the file to try again; look for a damaged data file, or for too little memory.',
});
