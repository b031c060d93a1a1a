// Moves one joint of Robot0 at a steady speed, in a process of its own that a test stops or kills in mid-motion:
// node --conditions=sakiyomi-source mover.ts PORT_OF_NAME_SERVER JOINT SPEED [PORT_OF_SERVED_BODY]
import { twoArms } from "@sakiyomi/robot/testing";
import { nameServer } from "../naming.ts";
import { openrtmRobot } from "../robot/openrtm-robot.ts";
import { bodyFeatures } from "./body.ts";

const period = 0.01;
const valid = 0.05;

const main = async (port: number, joint: number, speed: number, bodyPort: number | null): Promise<void> => {
  const now = (): number => performance.now() / 1000;
  const features = bodyPort === null ? twoArms : await bodyFeatures(bodyPort);
  const robot = openrtmRobot({ names: nameServer("127.0.0.1", port), component: "Robot0.rtc", features, now });
  await robot.open();
  const from = (await robot.observe()).joints.position;
  const begin = now();
  for (let due = begin; ; due += period) {
    const position = from.map((at, i) => (i === joint ? at + speed * (due - begin) : at));
    // As a control loop does: one that came too late is not the last.
    await robot.act({ at: now(), expires: now() + valid, position }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 * (due + period - now()))));
  }
};

const [, , port, joint, speed, bodyPort] = process.argv;
await main(Number(port), Number(joint), Number(speed), bodyPort ? Number(bodyPort) : null);
