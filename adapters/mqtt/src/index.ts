export { type Broker, type BrokerOptions, openBroker } from "./broker.ts";
export { HomeAssistant, type HomeAssistantOptions } from "./home-assistant.ts";
export { type Bed, discovery, type Published, states } from "./home-assistant-out.ts";
export type { Inlet, Receipt, Sender } from "./inlet.ts";
export { type Outside, type OutsideOptions, openOutside } from "./outside.ts";
export { readPayload, readTopic, root } from "./topics.ts";
