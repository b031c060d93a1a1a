import { type Read, refuse } from "@sakiyomi/core";
import { type Inlet, nothing, type Receipt, refusedWhole, type Sender } from "./inlet.ts";
import { readPayload, readTopic, type Topic } from "./topics.ts";

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export const mostBytes = 8 * 1024 * 1024;

/** Hands a message to the house; resolves when it is durable or refused. Throws what the house throws. */
export async function take(inlet: Inlet, message: Message, sender: Sender, bare: boolean): Promise<Receipt> {
  const topic = readTopic(message.topic);
  if (!topic.ok) return refusedWhole(topic.refusal);
  if (topic.value.ending.is === "refused") return nothing;
  if (message.payload.byteLength > mostBytes)
    return refusedWhole(
      refuse("SIG_SIZE", "payload", `${message.payload.byteLength} bytes`, `${mostBytes} at most`).refusal,
    );
  if (topic.value.ending.is === "wave") return inlet.receiveWaves(message.payload, sender);
  const raw: Read<readonly unknown[]> = readPayload(topic.value, message.payload, { now: inlet.now(), bare });
  return raw.ok ? inlet.receive(raw.value, sender) : refusedWhole(raw.refusal);
}

/** The device itself, or one that the gateway speaks for. */
export const maySpeak = ({ source, prefix }: Sender, topic: Topic): boolean =>
  topic.source === source || (prefix !== undefined && topic.source.startsWith(prefix));

/** Where a device reads what was not taken, and why. */
export const refusedTopic = (topic: string): string => `${topic.split("/").slice(0, 3).join("/")}/refused`;

export const refusedPayload = (topic: string, { refused }: Receipt): string => JSON.stringify({ topic, refused });
