import { decodeFrame, decodePicture, type Frame, type ShownPicture } from "@sakiyomi/robot";
import { waitBefore } from "../link/backoff.ts";
import type { RobotAsk, RobotHello, RobotMessage, RobotRefused, RobotSaid, RobotStatus } from "./shapes.ts";

/** As much of a WebSocket as is needed, so that a test can bring its own. */
export interface RobotSocket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface RobotWorld {
  readonly open: () => RobotSocket;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly chance: () => number;
  /** ms, never backwards. */
  readonly now: () => number;
}

export interface RobotState {
  readonly link: "connecting" | "live" | "lost" | "signed-out";
  readonly hello: RobotHello | null;
  readonly status: RobotStatus | null;
  readonly refused: RobotRefused | null;
  /** What the robot said last. */
  readonly said: RobotSaid | null;
}

/** Without a message for so long, what is seen is old. */
const silentMs = 1000;
const signedOutCode = 4401;

/** The live line of one robot, which comes back by itself. What moves goes past React: ask `frame` and `picture`. */
export class RobotLink {
  readonly #world: RobotWorld;
  readonly #listeners = new Set<() => void>();
  readonly #frameListeners = new Set<(frame: Frame) => void>();
  readonly #pictures = new Map<number, ShownPicture>();
  #socket: RobotSocket | null = null;
  #state: RobotState = { link: "connecting", hello: null, status: null, refused: null, said: null };
  #frame: Frame | null = null;
  #isOpen = false;
  #tries = 0;
  #heardAt = 0;
  #forget: () => void = () => {};
  #forgetWatch: () => void = () => {};
  #isStopped = true;

  constructor(world: RobotWorld) {
    this.#world = world;
  }

  start(): void {
    this.#isStopped = false;
    this.#connect();
    this.#watch();
  }

  stop(): void {
    this.#isStopped = true;
    this.#forget();
    this.#forgetWatch();
    this.#drop();
  }

  readonly state = (): RobotState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The newest of what moves; null: nothing came yet. */
  frame(): Frame | null {
    return this.#frame;
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  picture(camera: number): ShownPicture | null {
    return this.#pictures.get(camera) ?? null;
  }

  /** Does the line take anything? A stop that it does not take has to go another way. */
  ask(ask: RobotAsk): boolean {
    if (!this.#isOpen) return false;
    this.#socket?.send(JSON.stringify(ask));
    return true;
  }

  #set(change: Partial<RobotState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** An open line without a word is as good as none. */
  #watch(): void {
    this.#forgetWatch = this.#world.after(silentMs / 4, () => {
      if (this.#isStopped) return;
      const isSilent = this.#world.now() - this.#heardAt > silentMs;
      if (isSilent && this.#state.link === "live") this.#set({ link: "lost" });
      this.#watch();
    });
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#isOpen = false;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #connect(): void {
    const socket = this.#world.open();
    this.#socket = socket;
    socket.onopen = () => {
      this.#isOpen = true;
    };
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = ({ code }) => {
      this.#drop();
      if (code === signedOutCode) this.#set({ link: "signed-out" });
      else this.#again();
    };
  }

  #again(): void {
    this.#set({ link: this.#state.hello ? "lost" : "connecting" });
    this.#forget = this.#world.after(waitBefore(this.#tries, this.#world.chance()), () => {
      if (!this.#isStopped) this.#connect();
    });
    this.#tries += 1;
  }

  #heard(data: unknown): void {
    this.#tries = 0;
    this.#heardAt = this.#world.now();
    if (data instanceof ArrayBuffer) this.#heardBytes(new Uint8Array(data));
    else if (typeof data === "string") this.#heardMessage(JSON.parse(data) as RobotMessage);
  }

  #heardBytes(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if (frame) {
      this.#frame = frame;
      for (const listener of this.#frameListeners) listener(frame);
      return;
    }
    const picture = decodePicture(bytes);
    if (picture) this.#pictures.set(picture.camera, picture);
  }

  #heardMessage(message: RobotMessage): void {
    if (message.type === "hello") this.#set({ hello: message, link: "live", refused: null });
    if (message.type === "status") this.#set({ status: message, link: "live" });
    if (message.type === "refused") this.#set({ refused: message });
    if (message.type === "said") this.#set({ said: message });
    if (message.type === "signed-out") this.#set({ link: "signed-out" });
  }
}

/** On the server that this page came from. */
export const linkTo = (id: string): RobotLink =>
  new RobotLink({
    open: () => {
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      const socket = new WebSocket(`${scheme}//${location.host}/api/robots/${encodeURIComponent(id)}/live`);
      socket.binaryType = "arraybuffer";
      return socket as unknown as RobotSocket;
    },
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
    now: () => performance.now(),
  });
