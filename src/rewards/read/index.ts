export { pythonFunctions, pythonModule, type PythonFunction, type PythonModule } from './python-functions';
