export { bootstrap, bootstrapMean, quantile, SEED, type BootstrapOptions, type Clustered } from './bootstrap';
export { holm } from './holm';
export { agreementOf, cohenKappa, type Agreement } from './kappa';
export { mcnemar, type McNemar } from './mcnemar';
export { printFigure, printPercent, printProbability } from './print';
export { seeded, shuffled } from './random';
export { roganGladen, type Corrected } from './rogan-gladen';
export { rate, wilson, type Exclusion, type Figure, type Mean, type Rate } from './rate';
