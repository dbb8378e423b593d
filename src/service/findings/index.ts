export { seenFinding, type SeenFinding } from './seen';
