import {
  bloodPressureMessages,
  type Message,
  readBloodPressure,
  readTemperature,
  temperatureMessages,
} from "@sakiyomi/ieee11073";
import type { Charted } from "./chart-rows.ts";

/** The unit stays the device's own: a cuff that measures in kPa is refused at the door, never converted here. */
const chartedFrom = ({ kind, value, unit }: Message): Charted => ({ kind, value, unit });

/** What a cuff measured (0x2A35); empty where it sent no value, or nothing that can be read. */
export function readCuff(data: DataView, at: string): readonly Charted[] {
  const read = readBloodPressure(data);
  return read.ok ? bloodPressureMessages(read.value, at).map(chartedFrom) : [];
}

/** What a thermometer measured (0x2A1C). */
export function readThermometer(data: DataView, at: string): readonly Charted[] {
  const read = readTemperature(data);
  return read.ok ? temperatureMessages(read.value, at).map(chartedFrom) : [];
}
