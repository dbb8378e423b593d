export { slowGrading, type SlowGrading } from './slow-grading';
export { pythonFunctions, pythonModule, type PythonFunction, type PythonModule } from './python-functions';
