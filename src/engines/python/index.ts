export { runBriefly, type Brief } from './brief';
export { EDITOR_PYTHON } from './candidates';
export { lookForEnginePython } from './engine-python';
export { lookForPython, type PythonLook } from './environment';
export { installCommand, makeCommand, torchNote } from './install';
export { isAtLeast, type PythonEnvironment } from './probe';
export {
  lackOf,
  lackWords,
  PYTHON_REQUIREMENTS,
  requirementsOf,
  type EngineRequirements,
  type Lack,
  type Requirement,
} from './requirements';
export { packageBeside, shownPython } from './shown';
