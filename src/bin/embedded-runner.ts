import { isMainThread } from 'node:worker_threads';
import { runMainThread } from '../engines/embedded/runner/main-thread';
import { runWorker } from '../engines/embedded/runner/worker';

// One bundle, two threads: the main one speaks with the supervisor, the worker trains.
if (isMainThread) {
  const [specFile] = process.argv.slice(2);
  if (specFile === undefined) {
    process.stderr.write('usage: embedded-runner STAGE.json\n');
    process.exitCode = 2;
  } else
    void runMainThread(__filename, specFile).then((code) => {
      process.exitCode = code;
    });
} else void runWorker();
