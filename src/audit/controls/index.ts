export { drawControls, type DrawnControl } from './draw';
export { controlFigures, LEAST_CONTROLS, readControls, type ControlLine } from './lines';
export { makeControl, type Control } from './make';
