export { treeOf } from './read-tree';
export { REWARD_TYPE_KEY, treeOption, treeOptions, type Easyr1Tree } from './trees';
