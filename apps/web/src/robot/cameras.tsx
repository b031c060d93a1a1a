import { useEffect, useRef, useState } from "react";
import { Panel } from "../look/parts.tsx";
import { isKey } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { farthestShown, nearestShown, rgbaOf } from "./false-colour.ts";
import type { RobotCamera, RobotHello } from "./shapes.ts";
import { useRobotLink } from "./use-robot.ts";

function Picture({ camera, index }: { readonly camera: RobotCamera; readonly index: number }) {
  const { t } = useVoice();
  const link = useRobotLink();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isSeen, setSeen] = useState(false);
  const { width, height, name, isDepth } = camera;
  useEffect(() => {
    let shownAt = Number.NaN;
    let asked = 0;
    const once = () => {
      asked = requestAnimationFrame(once);
      const picture = link.picture(index);
      const context = canvas.current?.getContext("2d");
      if (!picture || !context || picture.at === shownAt) return;
      shownAt = picture.at;
      context.putImageData(new ImageData(rgbaOf(picture), picture.width, picture.height), 0, 0);
      setSeen(true);
    };
    once();
    return () => cancelAnimationFrame(asked);
  }, [link, index]);
  const key: string = `eye.${name}`;
  const word = isKey(key) ? t(key) : name;
  return (
    <figure className="robot-picture">
      <canvas ref={canvas} width={width} height={height} role="img" aria-label={word} data-seen={isSeen} />
      <figcaption>{isSeen ? word : `${word} · ${t("robot.noPicture")}`}</figcaption>
      {isDepth ? (
        <p className="robot-depth-key small muted">
          <span>{nearestShown} m</span>
          <i aria-hidden="true" />
          <span>{farthestShown} m</span>
        </p>
      ) : null}
    </figure>
  );
}

/** What the robot's eyes see, and how far it is. */
export function Cameras({ hello: { cameras } }: { readonly hello: RobotHello }) {
  const { t } = useVoice();
  if (cameras.length === 0) return null;
  return (
    <Panel title={t("robot.cameras")}>
      <div className="robot-pictures">
        {cameras.map((camera, index) => (
          <Picture key={camera.name} camera={camera} index={index} />
        ))}
      </div>
    </Panel>
  );
}
