import type { Server } from "node:http";
import type { Logger } from "pino";
import type { Who } from "../access/access.ts";
import type { House } from "../house.ts";
import { whoAsks } from "../live/socket.ts";
import type { Ward } from "../ward/port.ts";
import { RobotDesk } from "./desk.ts";
import type { RobotVisitor, ShownRobot } from "./port.ts";
import { attachRobots } from "./socket.ts";

/** A desk for each robot; every stop, release and hand on it is a line of the journal. */
export const desksFor = (robots: readonly ShownRobot[], ward: Ward, log: Logger): readonly RobotDesk[] =>
  robots.map(
    (robot) =>
      new RobotDesk(robot, ({ type, actor, content }) => {
        ward
          .journal(type, actor, null, content)
          .catch((error: unknown) => log.error({ error: String(error), type }, "a deed at a robot was not journalled"));
      }),
  );

/** What somebody may at a robot now: asked again for each deed. */
export const visitorOf = ({ access }: House, { session, actor }: Who): RobotVisitor => ({
  actor: actor.id,
  person: actor.name,
  rights: () => {
    const who = access.whoBySession(session.id);
    if (!who || !access.may(who, "robot.see").ok) return null;
    return { stop: true, drive: access.may(who, "robot.drive").ok };
  },
});

/** Starts the robots' desks and their lines, behind the same door as the rest. */
export function attachHouseRobots(server: Server, house: House): { close(): void } {
  for (const desk of house.robots) desk.start();
  const sockets = attachRobots({
    server,
    desks: house.robots,
    who: (request) => {
      const who = whoAsks(request, house);
      return typeof who === "number" ? who : visitorOf(house, who);
    },
    trouble: (error) => house.log.warn({ error: error.message }, "a robot's line failed"),
  });
  return {
    close() {
      for (const desk of house.robots) desk.close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
