import { type AddressInfo, createServer as createPlain, type Server, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import type { Inlet, Receipt, Sender } from "./inlet.ts";
import { maySpeak, refusedPayload, refusedTopic, take } from "./take.ts";
import { readTopic } from "./topics.ts";

export interface BrokerOptions {
  readonly inlet: Inlet;
  /** 127.0.0.1 unless told otherwise; elsewhere only with TLS. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly onTrouble?: (what: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface Broker {
  readonly port: number;
  close(): Promise<void>;
}

/** Only what `authenticate` let in. */
type Known = Client & { sender?: Sender };

const refused = (code: 4 | 5): AuthenticateError =>
  Object.assign(new Error("not a device of this house"), { returnCode: code });

/**
 * The broker in the house: a device is let in by its token, publishes under its own name, and reads only its own
 * refusals. A message is acknowledged when it is durable, and not before.
 */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const { inlet, host = "127.0.0.1", port = 0, tls, onTrouble = () => undefined } = options;
  const users = new Map<string, string>();
  const broker = doorOf(inlet, users, onTrouble);
  broker.on("clientDisconnect", ({ id }) => void users.delete(id));
  broker.on("clientError", ({ id }, error) => onTrouble("a device failed", { id, error: error.message }));
  broker.on("connectionError", (_, error) => onTrouble("a connection failed", { error: error.message }));
  await broker.listen();
  const off = inlet.onWithdrawn?.((device) => dropUser(broker, users, device));
  const server = tls ? createTls({ ...tls }, accept(broker)) : createPlain(accept(broker));
  await listen(server, port, host).catch((error: unknown) => {
    off?.();
    broker.close();
    throw error;
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      off?.();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await closed;
    },
  };
}

/** Who is let in, may publish, may read. `users` holds whose each client id is. */
function doorOf(inlet: Inlet, users: Map<string, string>, onTrouble: NonNullable<BrokerOptions["onTrouble"]>): Aedes {
  const answer = (topic: string, receipt: Receipt) => {
    const payload = Buffer.from(refusedPayload(topic, receipt));
    broker.publish(
      { cmd: "publish", topic: refusedTopic(topic), payload, qos: 0, retain: false, dup: false },
      () => undefined,
    );
  };
  const broker = new Aedes({
    authenticate: (client: Known, user, password, done) => {
      const sender = inlet.check(password?.toString() ?? "");
      if (!sender || sender.source !== `device:${user}`) return done(refused(4), false);
      // Two devices under one client id would throw each other out.
      if ((users.get(client.id) ?? user) !== user) return done(refused(5), false);
      users.set(client.id, user ?? "");
      client.sender = sender;
      done(null, true);
    },
    authorizePublish: (client: Known | null, packet, done) => {
      publish(inlet, client?.sender, packet, answer).then(
        () => done(null),
        (error: unknown) => {
          onTrouble("a message was not stored, and not acknowledged", { topic: packet.topic, error: String(error) });
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
    authorizeSubscribe: (client: Known, subscription, done) => {
      const topic = readTopic(subscription.topic);
      const isOwn = topic.ok && client.sender !== undefined && maySpeak(client.sender, topic.value);
      done(null, isOwn && !/[+#]/.test(subscription.topic) ? subscription : null);
    },
  });
  return broker;
}

const accept = (broker: Aedes) => (socket: Socket) => void broker.handle(socket);

/** Resolves when the message may be acknowledged; throws what ends the connection. */
async function publish(
  inlet: Inlet,
  sender: Sender | undefined,
  packet: { topic: string; payload: string | Buffer; retain: boolean },
  answer: (topic: string, receipt: Receipt) => void,
): Promise<void> {
  const topic = readTopic(packet.topic);
  if (!sender || !topic.ok || !maySpeak(sender, topic.value) || topic.value.ending.is === "refused")
    throw new Error(`a device may publish only under its own name, not to ${packet.topic.slice(0, 80)}`);
  // What somebody's heart did is kept in the store, not in a broker's memory.
  packet.retain = false;
  const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
  const receipt = await take(inlet, { topic: packet.topic, payload }, sender, true);
  if (receipt.refused.length > 0) answer(packet.topic, receipt);
}

function dropUser(broker: Aedes, users: ReadonlyMap<string, string>, device: string): void {
  const known = (broker as unknown as { clients: Record<string, Client> }).clients;
  for (const [id, user] of users) if (user === device) known[id]?.close();
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
