import type { CdrReader, CdrWriter } from "./cdr.ts";
import { type ConnectorProfile, readConnector, writeConnector } from "./components.ts";
import {
  getFrom,
  innerReference,
  inPortKey,
  inPortOperations,
  inPortTypes,
  outPortKey,
  outPortOperations,
  outPortTypes,
  type PortCode,
  putInto,
} from "./data-ports.ts";
import { repositoryId } from "./data-types.ts";
import { isSameObject, type ObjectReference, stringify } from "./object-reference.ts";
import type { Orb } from "./orb.ts";
import {
  type Answer,
  type Connector,
  isLittleEndian,
  isWanted,
  type OwnedPortSpec,
  type OwnPortProfile,
  writePortProfile,
} from "./own-port.ts";
import { queuedPut } from "./queued-put.ts";
import type { Operations, Servants } from "./servant.ts";

/** A data port of our own component, as it lives: it is asked to connect, and carries payloads. */
export interface PortServant {
  readonly reference: ObjectReference;
  profile(): OwnPortProfile;
  /** Of an OutPort: to all who subscribed, and for those who get. Never waits; who is slow loses the oldest. */
  write(encode: (isLittle: boolean) => Uint8Array): void;
  /** Of an InPort: gets from those who offer. */
  poll(): Promise<void>;
  /** Lost for want of room in the queues of those who subscribed. */
  dropped(): number;
  close(): Promise<void>;
}

export const portServant = (orb: Orb, servants: Servants, spec: OwnedPortSpec): PortServant =>
  new Port(orb, servants, spec);

const portTypes = ["IDL:omg.org/RTC/PortService:1.0", "IDL:org.omg/SDOPackage/SDOService:1.0"];
const codes = { ok: 0, error: 1, badParameter: 2, unsupported: 3, outOfResources: 4 } as const;

/** Payloads that wait for one who subscribed. */
const mostWaiting = 4;
/** Connectors of one port. */
const mostConnectors = 32;
/** Puts in a row that fail before whoever subscribed counts as gone. */
const mostFailures = 3;

class Port implements PortServant {
  readonly reference: ObjectReference;
  readonly #orb: Orb;
  readonly #servants: Servants;
  readonly #spec: OwnedPortSpec;
  readonly #connectors = new Map<string, Connector>();
  readonly #key: string;

  constructor(orb: Orb, servants: Servants, spec: OwnedPortSpec) {
    this.#orb = orb;
    this.#servants = servants;
    this.#spec = spec;
    this.#key = `rtc-${spec.ownerName}-${spec.name}`;
    this.reference = servants.add(portTypes, this.#key, this.#operations());
  }

  profile(): OwnPortProfile {
    const { ownerName, name, type, take, owner } = this.#spec;
    return {
      name: `${ownerName}.${name}`,
      reference: this.reference,
      connectors: this.#profiles(),
      owner,
      properties: {
        "port.port_type": take ? "DataInPort" : "DataOutPort",
        "dataport.data_type": repositoryId(type),
        "dataport.interface_type": "corba_cdr",
        "dataport.dataflow_type": "push, pull",
        "dataport.subscription_type": "flush, new, periodic",
      },
    };
  }

  write(encode: (isLittle: boolean) => Uint8Array): void {
    const encoded: { little?: Uint8Array; big?: Uint8Array } = {};
    for (const connector of this.#connectors.values()) {
      const order = connector.isLittle ? "little" : "big";
      encoded[order] ??= encode(connector.isLittle);
      connector.newest = encoded[order];
      connector.push?.(encoded[order]);
    }
  }

  async poll(): Promise<void> {
    const { take } = this.#spec;
    for (const { source, isLittle, profile } of this.#connectors.values()) {
      if (!source || !take) continue;
      const got = await getFrom(this.#orb, source).catch(() => null);
      if (got?.payload) await take(got.payload, isLittle);
      if (!got) this.#drop(profile.id);
    }
  }

  dropped(): number {
    return [...this.#connectors.values()].reduce((sum, { dropped }) => sum + dropped(), 0);
  }

  async close(): Promise<void> {
    for (const { profile } of this.#connectors.values()) await this.#disconnect(profile.id).catch(() => {});
    this.#servants.remove(this.#key);
  }

  #profiles(): readonly ConnectorProfile[] {
    return [...this.#connectors.values()].map(({ profile }) => profile);
  }

  #operations(): Operations {
    const answered = async (answer: Promise<number>) => {
      const code = await answer.catch(() => codes.error);
      return (reply: CdrWriter): void => reply.unsignedLong(code);
    };
    return {
      get_port_profile: (_, reply) => writePortProfile(reply, this.profile()),
      get_connector_profiles: (_, reply) => reply.sequence(this.#profiles(), (one) => writeConnector(reply, one)),
      get_connector_profile: (body, reply) => {
        const known = this.#connectors.get(body.string())?.profile;
        writeConnector(reply, known ?? { name: "", id: "", ports: [], properties: {} });
      },
      connect: (body: CdrReader) => this.#connected(readConnector(body), (profile) => this.#connect(profile)),
      notify_connect: (body: CdrReader) => this.#connected(readConnector(body), (profile) => this.#notified(profile)),
      disconnect: (body: CdrReader) => answered(this.#disconnect(body.string())),
      disconnect_all: async () => {
        for (const { id } of this.#profiles()) await this.#disconnect(id).catch(() => {});
        return (reply: CdrWriter): void => reply.unsignedLong(codes.ok);
      },
      notify_disconnect: (body, reply) => reply.unsignedLong(this.#drop(body.string()) ? codes.ok : codes.badParameter),
    };
  }

  async #connected(profile: ConnectorProfile, work: (profile: ConnectorProfile) => Promise<Answer>) {
    const answer = await work(profile).catch((): Answer => ({ code: codes.error, profile }));
    return (reply: CdrWriter): void => {
      reply.unsignedLong(answer.code);
      writeConnector(reply, answer.profile);
    };
  }

  /** Asked by a tool: the first of the ports begins, and each tells the next. */
  async #connect(profile: ConnectorProfile): Promise<Answer> {
    const [first] = profile.ports;
    if (!first) return { code: codes.badParameter, profile };
    const id = profile.id || `${this.#key}-${Math.round(performance.now() * 1000)}-${this.#connectors.size}`;
    return this.#tell(first, { ...profile, id });
  }

  async #notified(given: ConnectorProfile): Promise<Answer> {
    if (this.#connectors.has(given.id)) return { code: codes.badParameter, profile: given };
    if (this.#connectors.size >= mostConnectors) return { code: codes.outOfResources, profile: given };
    if (!isWanted(given, this.#spec.type)) return { code: codes.unsupported, profile: given };
    const { connector, properties } = this.#published(given);
    const place = given.ports.findIndex((port) => isSameObject(port, this.reference));
    const next = place < 0 ? undefined : given.ports[place + 1];
    const published = { ...given, properties };
    let answer: Answer = { code: codes.ok, profile: published };
    if (next) answer = await this.#tell(next, published).catch(() => ({ code: codes.error, profile: published }));
    const isReady = answer.code === codes.ok && this.#subscribed(answer.profile, connector);
    if (!isReady) {
      if (connector.servantName) this.#servants.remove(connector.servantName);
      return answer.code === codes.ok ? { code: codes.error, profile: answer.profile } : answer;
    }
    this.#connectors.set(given.id, { ...connector, profile: answer.profile });
    return answer;
  }

  #tell(port: ObjectReference, profile: ConnectorProfile): Promise<Answer> {
    if (isSameObject(port, this.reference)) return this.#notified(profile);
    return this.#orb.invoke(
      port,
      "notify_connect",
      (writer) => writeConnector(writer, profile),
      (body) => ({ code: body.unsignedLong(), profile: readConnector(body) }),
    );
  }

  /** Lends an object to the other side where it is the other side that calls. */
  #published(given: ConnectorProfile) {
    const { take } = this.#spec;
    const isPush = given.properties["dataport.dataflow_type"] !== "pull";
    const isLittle = isLittleEndian(given);
    const isLent = take ? isPush : !isPush;
    const servantName = isLent ? `${this.#key}-${given.id}` : null;
    const connector: Connector = {
      profile: given,
      isLittle,
      servantName,
      push: null,
      source: null,
      newest: null,
      dropped: () => 0,
    };
    if (!servantName) return { connector, properties: given.properties };
    const give = (): Uint8Array | null => {
      const known = this.#connectors.get(given.id);
      const payload = known?.newest ?? null;
      if (known) known.newest = null;
      return payload;
    };
    const lent = take
      ? this.#servants.add(
          inPortTypes,
          servantName,
          inPortOperations((payload) => take(payload, isLittle)),
        )
      : this.#servants.add(outPortTypes, servantName, outPortOperations(give));
    const key = take ? inPortKey : outPortKey;
    return { connector, properties: { ...given.properties, [key]: stringify(lent) } };
  }

  /** Takes what the other side lent where it is this side that calls. */
  #subscribed(profile: ConnectorProfile, connector: Connector): boolean {
    if (connector.servantName) return true;
    try {
      if (this.#spec.take) connector.source = innerReference(profile, outPortKey);
      else this.#pushTo(innerReference(profile, inPortKey), profile.id, connector);
      return true;
    } catch {
      return false;
    }
  }

  #pushTo(target: ObjectReference, id: string, connector: Connector): void {
    let failures = 0;
    const put = async (payload: Uint8Array): Promise<PortCode> => {
      try {
        const code = await putInto(this.#orb, target, payload);
        failures = 0;
        return code;
      } catch (error) {
        failures += 1;
        if (failures >= mostFailures) this.#drop(id);
        throw error;
      }
    };
    const queue = queuedPut(put, { most: mostWaiting, whenFull: "drop-oldest" });
    connector.push = (payload) => void queue.put(payload);
    connector.dropped = () => queue.dropped;
  }

  async #disconnect(id: string): Promise<number> {
    const known = this.#connectors.get(id);
    if (!known) return codes.badParameter;
    for (const port of known.profile.ports) {
      if (isSameObject(port, this.reference)) continue;
      // A port that is gone is disconnected.
      await this.#orb
        .invoke(
          port,
          "notify_disconnect",
          (writer) => writer.string(id),
          () => {},
        )
        .catch(() => {});
    }
    this.#drop(id);
    return codes.ok;
  }

  #drop(id: string): boolean {
    const known = this.#connectors.get(id);
    if (known?.servantName) this.#servants.remove(known.servantName);
    return this.#connectors.delete(id);
  }
}
