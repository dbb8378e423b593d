import { runCompanion } from '../engines/easyr1/companion/main';
import { runGuard } from '../engines/easyr1/companion/process/guard';

// One bundle, two processes: the companion of EasyR1, and the guard that ends what a killed companion leaves behind.
const [first, second, third] = process.argv.slice(2);
const leader = Number(second);
if (first === '--guard' && Number.isSafeInteger(leader) && leader > 1 && third !== undefined)
  void runGuard(leader, third).then(exit);
else if (first === undefined || first.startsWith('-')) {
  process.stderr.write('usage: easyr1-runner STAGE.json\n');
  exit(2);
} else void runCompanion(__filename, first).then(exit);

function exit(code: number): void {
  process.exitCode = code;
}
