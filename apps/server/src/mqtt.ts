import { MINUTE } from "@sakiyomi/core";
import { type Bed, discovery, type Inlet, type OutsideOptions, openBroker, openOutside, states } from "@sakiyomi/mqtt";
import type { House } from "./house.ts";
import type { Tls } from "./tls.ts";

export interface MqttOptions {
  /** The broker in the house; 0: any free port. Left out: none. */
  readonly port?: number;
  /** A broker that stands elsewhere. */
  readonly outside?: Omit<OutsideOptions, "inlet" | "onTrouble"> & {
    /** Show alerts and predictions of each bed in Home Assistant, without names. */
    readonly emit?: boolean;
  };
}

export interface Mqtt {
  /** Of the broker in the house. */
  readonly port: number | null;
  close(): Promise<void>;
}

const everyMs = MINUTE;

export async function openMqtt(house: House, options: MqttOptions, host: string, tls: Tls | undefined): Promise<Mqtt> {
  const { ward, access, intake, log } = house;
  const inlet: Inlet = {
    now: () => ward.now(),
    check: (token) => access.devices.check(token),
    receive: (raw, sender) => intake.receive(raw, sender),
    receiveWaves: (message, sender) => intake.receiveWaves(message, sender),
    onWithdrawn: (listen) => access.devices.onWithdrawn(listen),
  };
  const onTrouble = (what: string, detail: Readonly<Record<string, unknown>>) => log.warn(detail, `mqtt: ${what}`);
  /** A port that another broker has is told, and the ward goes on without. */
  const brokerOrNull = (port: number) =>
    openBroker({ inlet, host, port, onTrouble, ...(tls ? { tls } : {}) }).catch((error: NodeJS.ErrnoException) => {
      onTrouble("the broker's port cannot be opened", { port, code: error.code, message: error.message });
      return null;
    });
  const broker = options.port === undefined ? null : await brokerOrNull(options.port);
  const outside = options.outside ? await openOutside({ ...options.outside, inlet, onTrouble }) : null;
  const say = () => {
    if (!outside?.isConnected()) return;
    const beds = bedsOf(house);
    for (const { topic, payload, retain } of [...discovery(beds), ...states(beds)])
      outside
        .publish(topic, payload, retain)
        .catch((error: unknown) => onTrouble("not published", { topic, error: String(error) }));
  };
  const timer = options.outside?.emit ? setInterval(say, everyMs) : null;
  timer?.unref();
  outside?.client.on("connect", () => options.outside?.emit && say());
  const off = ward.on((event) => {
    if (event.type === "alerts" && options.outside?.emit) say();
  });
  return {
    port: broker?.port ?? null,
    async close() {
      off();
      if (timer) clearInterval(timer);
      await outside?.close();
      await broker?.close();
    },
  };
}

/** Beds with somebody in them, by the name of the place. */
export function bedsOf({ ward }: House): readonly Bed[] {
  const { people, alerts } = ward.board();
  return people.flatMap(({ id, place, placeName, predictions }): readonly Bed[] => {
    if (place === null) return [];
    const alert = alerts.find(({ person, state }) => person === id && state === "open");
    return [{ id: place, name: placeName, alert: alert?.level ?? null, predictions }];
  });
}
