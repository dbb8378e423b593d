import { keep } from '../evaluate/keeper';

// What it runs may leave processes behind: whoever started this one ends its group.
void keep(process.argv.slice(2)).then((code) => process.exit(code));
