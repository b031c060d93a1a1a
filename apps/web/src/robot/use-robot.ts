import type { Frame } from "@sakiyomi/robot";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { change } from "../link/requests.ts";
import type { RobotLink, RobotState } from "./robot-link.ts";
import type { RobotHello } from "./shapes.ts";

export const RobotContext = createContext<RobotLink | null>(null);

export function useRobotLink(): RobotLink {
  const link = useContext(RobotContext);
  if (link === null) throw new Error("outside of RobotContext");
  return link;
}

export function useRobot(): RobotState {
  const link = useRobotLink();
  return useSyncExternalStore(link.subscribe, link.state);
}

/** The newest frame, so many times a second: figures need not change with every picture. */
export function useFrame(rate = 10): Frame | null {
  const link = useRobotLink();
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    const timer = setInterval(() => setFrame(link.frame()), 1000 / rate);
    return () => clearInterval(timer);
  }, [link, rate]);
  return frame;
}

/** By the live line, and where that takes nothing by a request of its own: either is enough. */
export function requestStop(link: RobotLink, hello: RobotHello | null): void {
  if (link.ask({ do: "stop" }) && link.state().link === "live") return;
  const { id } = hello ?? {};
  if (id) change("POST", `/api/robots/${encodeURIComponent(id)}/stop`).catch(() => undefined);
}
