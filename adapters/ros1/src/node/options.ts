import type { OnTrouble } from "../trouble.ts";

export interface RosNodeOptions {
  /** "/sakiyomi"; a node that comes later under the same name ends this one, as in any ROS 1. */
  readonly name: string;
  /** Default: ROS_MASTER_URI, or http://localhost:11311. */
  readonly masterUri?: string;
  /** By which others reach this machine. Default: ROS_HOSTNAME, ROS_IP, or localhost. */
  readonly hostname?: string;
  /** Address to listen on. Default: loopback alone where `hostname` is, all addresses otherwise. ROS 1 has no password. */
  readonly listenOn?: string;
  /** How often it is looked whether the master still knows us, ms. Default 1000. */
  readonly checkEveryMs?: number;
  /** Bytes of the largest message taken. Default 64 MiB. */
  readonly longestMessage?: number;
  readonly onTrouble?: OnTrouble;
  /** Environment of ROS; default that of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface ChosenOptions {
  readonly name: string;
  readonly masterUri: string;
  readonly hostname: string;
  readonly listenOn: string;
}

export const chosen = ({ name, environment = process.env, ...given }: RosNodeOptions): ChosenOptions => {
  const hostname = given.hostname ?? environment.ROS_HOSTNAME ?? environment.ROS_IP ?? "localhost";
  const isLoopback = hostname === "localhost" || hostname.startsWith("127.");
  return {
    name: fullName(name),
    masterUri: given.masterUri ?? environment.ROS_MASTER_URI ?? "http://localhost:11311",
    hostname,
    listenOn: given.listenOn ?? (isLoopback ? "127.0.0.1" : "0.0.0.0"),
  };
};

/** With the slash of the root namespace before it. */
export const fullName = (name: string): string => (name.startsWith("/") ? name : `/${name}`);
