import { transforms } from "../messages/common.ts";
import type { RosNode } from "../node/node.ts";
import { type OnTrouble, reason } from "../trouble.ts";
import { type TfBuffer, type TfBufferOptions, tfBuffer } from "./buffer.ts";
import { type FramePose, messageOf, poseOf } from "./transform.ts";

/** Tells where frames are. */
export interface TfPublisher {
  /** On /tf, all in one message. */
  send(poses: readonly FramePose[]): void;
  /** On /tf_static, for good: together with those told before, also to whoever listens later. */
  sendStatic(poses: readonly FramePose[]): void;
  close(): Promise<void>;
}

export const tfPublisher = (node: RosNode): TfPublisher => {
  const moving = node.publish("/tf", transforms, { queue: 100 });
  const still = node.publish("/tf_static", transforms, { queue: 100, isLatched: true });
  const told = new Map<string, FramePose>();
  return {
    send: (poses) => moving.publish({ transforms: poses.map(messageOf) }),
    sendStatic: (poses) => {
      for (const pose of poses) told.set(pose.child, pose);
      still.publish({ transforms: [...told.values()].map(messageOf) });
    },
    close: async () => {
      await Promise.all([moving.close(), still.close()]);
    },
  };
};

export interface TfListener {
  readonly buffer: TfBuffer;
  /** Resolves when somebody tells on /tf; rejects when nobody does in time. */
  connected(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Listens to /tf and /tf_static. A jump of time backwards by more than a second empties what moves, as in tf2. */
export const tfListener = (
  node: RosNode,
  options: TfBufferOptions & { readonly onTrouble?: OnTrouble } = {},
): TfListener => {
  const buffer = tfBuffer(options);
  const { onTrouble = (): void => {} } = options;
  let newest = Number.NEGATIVE_INFINITY;
  const add = (pose: FramePose, isStatic: boolean): void => {
    if (!isStatic && pose.stamp < newest - 1 && node.now() < newest - 1) {
      onTrouble({ code: "clock-jump", why: `Transforms went back by ${(newest - pose.stamp).toFixed(3)} s.` });
      buffer.clear();
      newest = Number.NEGATIVE_INFINITY;
    }
    if (!isStatic) newest = Math.max(newest, pose.stamp);
    buffer.add(pose, isStatic);
  };
  const listen = (topic: string, isStatic: boolean) =>
    node.subscribe(
      topic,
      transforms,
      (message) => {
        for (const one of message.transforms) {
          try {
            add(poseOf(one), isStatic);
          } catch (error) {
            onTrouble({ code: "bad-message", why: reason(error) });
          }
        }
      },
      { queue: 100 },
    );
  const listening = [listen("/tf", false), listen("/tf_static", true)];
  return {
    buffer,
    connected: async (withinMs) => {
      await listening[0]?.connected(withinMs);
    },
    close: async () => {
      await Promise.all(listening.map((one) => one.close()));
    },
  };
};
