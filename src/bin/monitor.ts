import { monitorParts, runMonitor } from '../monitor';

runMonitor(monitorParts());
