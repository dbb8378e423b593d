#!/usr/bin/env node
import { main } from '../cli';

// A pipe that closes early (`stagecraft runs | head`) and a terminal that is gone (EIO) are no errors: nobody reads on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(0);
    // A full disk under a redirected output: words, if they can still be said.
    if (stream === process.stdout)
      process.stderr.write(`error: the output cannot be written: ${error.message}\n`);
    process.exit(1);
  });
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
