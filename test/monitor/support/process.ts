import { monitorParts, runMonitor } from '../../../src/monitor';
import { resumeRun } from '../../../src/runs';

/** The monitor as it ships, but for the supervisor that it resumes runs with: `process.cjs COMMAND...`. */
const supervisor = process.argv.slice(2);
runMonitor({
  ...monitorParts(),
  ...(supervisor.length === 0
    ? {}
    : {
        resume: async (run) => {
          const { id, dir } = await resumeRun(run, { supervisor });
          return { id, dir };
        },
      }),
});
