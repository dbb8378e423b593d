export {
  ADJUDICATED,
  appendLabel,
  appendLabels,
  consensus,
  currentLabels,
  labelFault,
  labelLine,
  parseHumanLabel,
  readLabels,
  shownLabel,
} from './labels';
export { stratifiedSample } from './sample';
