import { openDataEngine } from '../data';
import { createDoctor } from '../doctor';
import { engineFor } from '../engines';
import { supervise, SUPERVISOR_EXIT } from '../runs';

/** Owns one run, given by its folder, to its end; see src/runs/supervisor. */
const [dir] = process.argv.slice(2);
if (dir === undefined) {
  process.stderr.write('usage: supervisor RUN_DIR\n');
  process.exitCode = SUPERVISOR_EXIT.unusable;
} else {
  // Ends the process in any case: nothing that an engine or DuckDB holds open may keep a dead supervisor about.
  void supervise(dir, { engineFor, openData: openDataEngine, doctorFor: createDoctor }).then((code) =>
    process.exit(code),
  );
}
