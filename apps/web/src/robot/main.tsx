import { LoneChoices, showAlone } from "../look/lone-page.tsx";
import { RobotPage } from "./robot-page.tsx";

/** The page by itself: one robot on this machine, no ward. */
showAlone(
  "robot.html",
  <main className="robot-alone">
    <RobotPage />
    <LoneChoices className="robot-choices" />
  </main>,
);
