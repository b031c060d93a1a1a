import { SECOND } from "@sakiyomi/core";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { HomeAssistant, type HomeAssistantOptions } from "./home-assistant.ts";
import type { Inlet, Receipt } from "./inlet.ts";
import { refusedPayload, refusedTopic, take } from "./take.ts";
import { readTopic, root } from "./topics.ts";

export interface OutsideOptions {
  readonly inlet: Inlet;
  /** mqtt://, mqtts://, ws:// or wss:// */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM of the authority that signed the broker's certificate. */
  readonly ca?: string;
  /** Fixed, so that the broker keeps for us what comes while we are away. */
  readonly clientId?: string;
  /** Understand devices that Home Assistant knows; left out: no. */
  readonly homeAssistant?: HomeAssistantOptions;
  readonly onTrouble?: (what: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface Outside {
  readonly client: MqttClient;
  isConnected(): boolean;
  /** QoS 1; resolves when the broker has it. */
  publish(topic: string, payload: string, retain?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A day: what comes while we are away that long is kept by the broker. */
const keptSeconds = 24 * 60 * 60;

/**
 * A client of a broker that stands elsewhere. Its access list says who may publish for which device: whoever publishes
 * under a device's topic there is that device to us. A message is acknowledged when it is durable.
 */
export async function openOutside(options: OutsideOptions): Promise<Outside> {
  const { inlet, url, onTrouble = () => undefined } = options;
  const client = connect(url, settingsOf(options));
  const publish = (topic: string, payload: string, retain = false) =>
    client.publishAsync(topic, payload, { qos: 1, retain }).then(() => undefined);
  const subscribe = (topics: string[], qos: 0 | 1) => {
    client.subscribeAsync(topics, { qos }).catch((error: unknown) => {
      onTrouble("no subscription", { topics, error: String(error) });
    });
  };
  const homeAssistant = options.homeAssistant && new HomeAssistant(options.homeAssistant);
  const answer = (topic: string, receipt: Receipt) => {
    if (receipt.refused.length === 0) return;
    onTrouble("refused", { topic, codes: receipt.refused.map(({ refusal }) => refusal.code) });
    if (readTopic(topic).ok) publish(refusedTopic(topic), refusedPayload(topic, receipt)).catch(() => undefined);
  };
  const heard = async (topic: string, payload: Uint8Array, isRetained: boolean) => {
    const asked = homeAssistant?.hear(topic, payload, inlet.now(), isRetained);
    // Not awaited: the broker's answer is read only after this message is done with.
    if (asked?.subscribe) subscribe([asked.subscribe], 0);
    if (asked?.refused) onTrouble("Home Assistant: not understood", { topic, reason: asked.refused });
    for (const { raw, source } of asked?.signals ?? []) answer(topic, await inlet.receive([raw], { source }));
    const own = readTopic(topic);
    if (own.ok) answer(topic, await take(inlet, { topic, payload }, { source: own.value.source }, false));
  };
  // Without the callback's success there is no PUBACK, and the broker sends it again at the next connection.
  client.handleMessage = ({ topic, payload, retain }, done) => {
    heard(topic, typeof payload === "string" ? Buffer.from(payload) : payload, retain).then(
      () => done(),
      (error: unknown) => {
        onTrouble("a message was not stored, and not acknowledged", { topic, error: String(error) });
        done(error instanceof Error ? error : new Error(String(error)));
        // It comes back by itself after `reconnectPeriod`.
        client.stream.destroy();
      },
    );
  };
  client.on("error", (error) => onTrouble("the broker failed", { error: error.message }));
  client.on("connect", () => {
    const topics = [`${root}/+/+`, ...(homeAssistant?.topics ?? [])];
    client
      .subscribeAsync(topics, { qos: 1 })
      .catch((error: unknown) => onTrouble("no subscription", { error: String(error) }));
  });
  return {
    client,
    publish,
    isConnected: () => client.connected,
    close: () => client.endAsync(true).then(() => undefined),
  };
}

const settingsOf = ({ username, password, ca, clientId }: OutsideOptions): IClientOptions => ({
  clientId: clientId ?? "sakiyomi",
  protocolVersion: 5,
  clean: false,
  properties: { sessionExpiryInterval: keptSeconds, receiveMaximum: 100 },
  keepalive: 30,
  connectTimeout: 10 * SECOND,
  reconnectPeriod: 2 * SECOND,
  resubscribe: false,
  rejectUnauthorized: true,
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
  ...(ca === undefined ? {} : { ca }),
});
