import { useVoice } from "../words/speak.tsx";
import type { NapPosture } from "./shapes.ts";
import { arrows } from "./tiles.ts";

/** As the child lies, seen from above with its head up; the usual one is the largest, at the thumb. */
const order = ["left", "front", "right", "back"] as const satisfies readonly NapPosture[];

export function PostureButtons({ choose }: { readonly choose: (posture: NapPosture) => void }) {
  const { t } = useVoice();
  return (
    <div className="nap-postures">
      {order.map((posture) => (
        <button
          key={posture}
          type="button"
          className="nap-posture"
          data-posture={posture}
          onClick={() => choose(posture)}
        >
          <span className="nap-posture-arrow" aria-hidden="true">
            {arrows[posture]}
          </span>
          {t(`nap.posture.${posture}`)}
        </button>
      ))}
    </div>
  );
}
