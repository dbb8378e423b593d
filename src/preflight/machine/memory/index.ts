export { largest, memoryOf } from './estimate';
export {
  adapterWeights,
  formula,
  sum,
  weightCount,
  type MemoryEstimate,
  type MemoryPart,
  type VllmShare,
} from './parts';
