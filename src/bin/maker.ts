import { runMaker } from '../make';

/** Makes one dataset, as a spec file says; see src/make/process. */
const [specFile] = process.argv.slice(2);
if (specFile === undefined) {
  process.stderr.write('usage: maker MAKER.json\n');
  process.exitCode = 2;
} else
  void runMaker(specFile).then((code) => {
    process.exitCode = code;
  });
