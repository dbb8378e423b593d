export { startLanguageServer, type Transport } from './start';
