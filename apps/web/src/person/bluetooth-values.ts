import type { Charted } from "./chart-rows.ts";

type Reading = Pick<Charted, "kind" | "value">;

/** TODO with @sakiyomi/ieee11073 */
export const readCuff = (_data: DataView): readonly Reading[] => [];
export const readThermometer = (_data: DataView): readonly Reading[] => [];
