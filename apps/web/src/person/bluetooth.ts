import { bluetooth as assigned } from "@sakiyomi/ieee11073";
import { readCuff, readThermometer } from "./bluetooth-values.ts";
import type { Charted } from "./chart-rows.ts";

/** As much of Web Bluetooth as is used here; the DOM library of TypeScript does not have it. */
interface Characteristic extends EventTarget {
  readonly value?: DataView;
  startNotifications(): Promise<Characteristic>;
}
interface Service {
  getCharacteristic(id: number): Promise<Characteristic>;
}
interface Device {
  readonly gatt?: { connect(): Promise<{ getPrimaryService(id: number): Promise<Service> }>; disconnect(): void };
}
export interface Bluetooth {
  requestDevice(options: { readonly filters: readonly { readonly services: readonly number[] }[] }): Promise<Device>;
}

const profiles = [
  { ...assigned.bloodPressure, read: readCuff },
  { ...assigned.thermometer, read: readThermometer },
] as const;

const WAIT_MS = 60_000;

export const bluetoothOf = (browser: Navigator): Bluetooth | null =>
  "bluetooth" in browser ? (browser as unknown as { readonly bluetooth: Bluetooth }).bluetooth : null;

function nextValue(characteristic: Characteristic): Promise<DataView> {
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new Error("no reading came")), WAIT_MS);
    const hear = () => {
      if (characteristic.value === undefined) return;
      clearTimeout(tooLong);
      characteristic.removeEventListener("characteristicvaluechanged", hear);
      resolve(characteristic.value);
    };
    characteristic.addEventListener("characteristicvaluechanged", hear);
  });
}

/** Lets the reader choose a device, waits for one reading, and hands it over; empty where the device had no value. */
export async function readOnce(bluetooth: Bluetooth, at: string): Promise<readonly Charted[]> {
  const device = await bluetooth.requestDevice({ filters: profiles.map(({ service }) => ({ services: [service] })) });
  const server = await device.gatt?.connect();
  if (server === undefined) throw new Error("the device cannot be connected");
  try {
    for (const { service, characteristic: measurement, read } of profiles) {
      const found = await server.getPrimaryService(service).catch(() => null);
      if (found === null) continue;
      const characteristic = await found.getCharacteristic(measurement);
      await characteristic.startNotifications();
      return read(await nextValue(characteristic), at);
    }
    return [];
  } finally {
    device.gatt?.disconnect();
  }
}
