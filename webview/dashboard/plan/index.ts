export { PlanPicture, type PlanPictureProps } from './picture';
export { Sign, toneOf, type Tone } from './signs';
