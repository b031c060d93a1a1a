import type { KindsOfClass, Quality } from "@sakiyomi/core";
import type { BloodPressure } from "./blood-pressure.ts";
import type { Measured } from "./float.ts";
import type { HeartRate } from "./heart-rate.ts";
import type { Saturation, SensorStatus } from "./pulse-oximeter.ts";
import type { Temperature } from "./temperature.ts";

/** A signal as it is posted. The unit is the device's: another one than the kind's is refused at the door, never converted. */
export interface Message {
  readonly kind: KindsOfClass<"quantity">;
  readonly value: number;
  readonly unit: string;
  /** ISO 8601 with a zone: when the page heard it, because the device's own clock has no zone and is often wrong. */
  readonly at: string;
  readonly quality: Quality;
}

const message = (
  kind: Message["kind"],
  measured: Measured | null,
  unit: string,
  at: string,
  good: boolean,
): readonly Message[] =>
  measured?.known ? [{ kind, value: measured.value, unit, at, quality: good ? "good" : "questionable" }] : [];

/** What a cuff says; values that it does not know are left out, and doubts of its own make them questionable. */
export function bloodPressureMessages(
  { systolic, diastolic, mean, pulse, unit, status }: BloodPressure,
  at: string,
): readonly Message[] {
  const good =
    status === null || !(status.moved || status.cuffTooLoose || status.irregularPulse || status.wrongPosition);
  return [
    ...message("systolic", systolic, unit, at, good),
    ...message("diastolic", diastolic, unit, at, good),
    ...message("mean-pressure", mean, unit, at, good),
    ...message("pulse-rate", pulse, "/min", at, good && !status?.pulseOutOfRange),
  ];
}

export const temperatureMessages = ({ temperature, unit }: Temperature, at: string): readonly Message[] =>
  message("body-temperature", temperature, unit, at, true);

/** A strap that is not on the skin counts nothing. */
export const heartRateMessages = ({ rate, onSkin }: HeartRate, at: string): readonly Message[] =>
  onSkin === false ? [] : message("heart-rate", { known: true, value: rate }, "/min", at, true);

export function oximetryMessages(
  { spo2, pulse, sensor }: Saturation & { readonly sensor: SensorStatus | null },
  at: string,
): readonly Message[] {
  if (sensor?.sensorOff) return [];
  const good = !(sensor?.lowPerfusion || sensor?.doubted);
  return [...message("spo2", spo2, "%", at, good), ...message("pulse-rate", pulse, "/min", at, good)];
}
