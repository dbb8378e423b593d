export * from './types';
export * from './grade';
export { BUILTIN_REWARDS, isBuiltinReward, type BuiltinReward, type BuiltinRewardName } from './builtin';
export { REWARD_CODES } from './codes';
export { checkReward } from './check';
export { pythonFunctions, pythonModule, type PythonFunction, type PythonModule } from './read';
export { openReward, type OpenRewardOptions } from './open';
export { RewardError } from './error';
