import type { Read } from "@sakiyomi/core";
import { readWhole } from "./fields.ts";
import type { Measured } from "./float.ts";

/** Temperature Measurement, 0x2A1C (Bluetooth Health Thermometer Service 1.0, 3.1). */
export interface Temperature {
  readonly unit: "Cel" | "[degF]";
  readonly temperature: Measured;
  readonly localTime: string | null;
  readonly site: Site | null;
}

/** Temperature Type, 0x2A1D, from 1. */
const sites = ["armpit", "body", "ear", "finger", "gut", "mouth", "rectum", "toe", "eardrum"] as const;
export type Site = (typeof sites)[number];

const FAHRENHEIT = 0x01;
const TIME = 0x02;
const SITE = 0x04;

export const readTemperature = (view: DataView): Read<Temperature> =>
  readWhole("temperature", view, 0x07, (fields, flags) => ({
    unit: flags & FAHRENHEIT ? "[degF]" : "Cel",
    temperature: fields.float(),
    localTime: flags & TIME ? fields.localTime() : null,
    site: flags & SITE ? (sites[fields.u8() - 1] ?? null) : null,
  }));
