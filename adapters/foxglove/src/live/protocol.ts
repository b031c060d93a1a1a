/** The binary part of the Foxglove WebSocket protocol. All numbers are little-endian. */
const [messageData, serviceResponse] = [1, 3];
const serviceRequest = 2;

/** The newer name is what current Foxglove asks for, the older what older clients do; the messages are the same. */
export const subprotocols = ["foxglove.sdk.v1", "foxglove.websocket.v1"] as const;

export const chosenProtocol = (offered: ReadonlySet<string>): string | false =>
  subprotocols.find((one) => offered.has(one)) ?? false;

export const messageFrame = (subscription: number, at: bigint, data: Uint8Array): Uint8Array => {
  const frame = new Uint8Array(13 + data.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, messageData);
  view.setUint32(1, subscription, true);
  view.setBigUint64(5, at, true);
  frame.set(data, 13);
  return frame;
};

export interface ServiceCall {
  readonly service: number;
  readonly call: number;
  readonly encoding: string;
}

/** null: not a call of a service, or not a whole one. */
export const serviceCallIn = (frame: Uint8Array): ServiceCall | null => {
  if (frame.length < 13 || frame[0] !== serviceRequest) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const length = view.getUint32(9, true);
  if (length > frame.length - 13) return null;
  const encoding = new TextDecoder().decode(frame.subarray(13, 13 + length));
  return { service: view.getUint32(1, true), call: view.getUint32(5, true), encoding };
};

export const serviceFrame = ({ service, call, encoding }: ServiceCall, data: Uint8Array): Uint8Array => {
  const name = new TextEncoder().encode(encoding);
  const frame = new Uint8Array(13 + name.length + data.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, serviceResponse);
  view.setUint32(1, service, true);
  view.setUint32(5, call, true);
  view.setUint32(9, name.length, true);
  frame.set(name, 13);
  frame.set(data, 13 + name.length);
  return frame;
};

interface Subscribe {
  readonly op: "subscribe";
  readonly subscriptions: readonly { readonly id: number; readonly channelId: number }[];
}

interface Unsubscribe {
  readonly op: "unsubscribe";
  readonly subscriptionIds: readonly number[];
}

export type ClientWords = Subscribe | Unsubscribe;

const isNumber = (value: unknown): value is number => Number.isInteger(value);
const isPair = (value: unknown): boolean => {
  const { id, channelId } = (value ?? {}) as { id?: unknown; channelId?: unknown };
  return isNumber(id) && isNumber(channelId);
};

interface Said {
  readonly op?: unknown;
  readonly subscriptions?: unknown;
  readonly subscriptionIds?: unknown;
}

/** Read at the door; null: not understood, or nothing that we offer. */
export const wordsIn = (text: string): ClientWords | null => {
  try {
    const words = JSON.parse(text) as Said;
    if (words.op === "subscribe" && Array.isArray(words.subscriptions) && words.subscriptions.every(isPair))
      return words as unknown as Subscribe;
    if (words.op === "unsubscribe" && Array.isArray(words.subscriptionIds) && words.subscriptionIds.every(isNumber))
      return words as unknown as Unsubscribe;
    return null;
  } catch {
    return null;
  }
};
