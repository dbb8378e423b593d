export { dashboards, type Dashboards } from './dashboards';
