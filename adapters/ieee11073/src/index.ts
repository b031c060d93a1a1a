export { type BloodPressure, type BloodPressureStatus, readBloodPressure } from "./blood-pressure.ts";
export { type Measured, readFloat, readSfloat } from "./float.ts";
export { type HeartRate, readHeartRate } from "./heart-rate.ts";
export {
  bloodPressureMessages,
  heartRateMessages,
  type Message,
  oximetryMessages,
  temperatureMessages,
} from "./messages.ts";
export {
  type ContinuousOximetry,
  readContinuousOximetry,
  readSpotOximetry,
  type Saturation,
  type SensorStatus,
  type SpotOximetry,
} from "./pulse-oximeter.ts";
export { readTemperature, type Site, type Temperature } from "./temperature.ts";

/** Bluetooth services and the characteristics in which they tell their readings (Assigned Numbers). */
export const bluetooth = {
  bloodPressure: { service: 0x1810, characteristic: 0x2a35 },
  thermometer: { service: 0x1809, characteristic: 0x2a1c },
  heartRate: { service: 0x180d, characteristic: 0x2a37 },
  spotOximetry: { service: 0x1822, characteristic: 0x2a5e },
  continuousOximetry: { service: 0x1822, characteristic: 0x2a5f },
} as const;
