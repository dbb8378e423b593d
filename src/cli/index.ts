export { main } from './main';
export { EXIT, type ExitCode } from './command';
