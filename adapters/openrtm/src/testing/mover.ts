// Moves the first joint of Robot0 at a steady speed, in a process of its own that a test stops or kills in mid-motion:
// node --conditions=sakiyomi-source mover.ts PORT_OF_NAME_SERVER
import { twoArms } from "@sakiyomi/robot/testing";
import { nameServer } from "../naming.ts";
import { openrtmRobot } from "../robot/openrtm-robot.ts";

const period = 0.01;
const speed = 1;
const valid = 0.05;

const main = async (port: number): Promise<void> => {
  const now = (): number => performance.now() / 1000;
  const names = nameServer("127.0.0.1", port);
  const robot = openrtmRobot({ names, component: "Robot0.rtc", features: twoArms, now });
  await robot.open();
  const from = (await robot.observe()).joints.position;
  const begin = now();
  for (let due = begin; ; due += period) {
    const position = from.map((at, joint) => (joint === 0 ? at + speed * (due - begin) : at));
    await robot.act({ at: now(), expires: now() + valid, position });
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 * (due + period - now()))));
  }
};

await main(Number(process.argv[2]));
