import { startLanguageServer } from '../server';

const hasTransport = process.argv
  .slice(2)
  .some((arg) => /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/u.test(arg));
startLanguageServer(hasTransport ? 'arguments' : 'stdio');
