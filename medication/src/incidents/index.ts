export { analyse } from "./analyse.ts";
export * from "./analysis.ts";
export { type RoundKey, roundKeys } from "./house-clock.ts";
export * from "./incident.ts";
export { type ChartGroup, pChart } from "./p-chart.ts";
export { pairsThatMet } from "./pairs.ts";
export { pareto } from "./pareto.ts";
export { byHour, byPlace, byRound, byStaffLoad, leastPeople } from "./parts.ts";
export { poissonInterval, ratePer1000 } from "./poisson.ts";
