import { memo } from "react";
import { Icon, StatePicture } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { arrows, countdown, type Tile } from "./tiles.ts";
import { useNapWords } from "./use-nap-words.ts";

const R = 26;
const ROUND = 2 * Math.PI * R;

/** What is left of the interval, as a ring that empties; the figure in it says the same in minutes and seconds. */
export function Ring({ tile, now, size = 64 }: { readonly tile: Tile; readonly now: number; readonly size?: number }) {
  return (
    <span className="nap-ring" style={{ width: size, height: size }}>
      <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
        <circle className="nap-ring-all" cx="32" cy="32" r={R} />
        <circle
          className="nap-ring-left"
          cx="32"
          cy="32"
          r={R}
          strokeDasharray={`${tile.left * ROUND} ${ROUND}`}
          transform="rotate(-90 32 32)"
        />
      </svg>
      <span className="nap-ring-figure">{tile.due === null ? "" : countdown(tile.due, now)}</span>
    </span>
  );
}

interface TileProps {
  readonly tile: Tile;
  readonly now: number;
  readonly tap: (tile: Tile) => void;
  readonly open: (tile: Tile) => void;
}

/** One touch says "on its back, breathing seen"; the dots open everything else. Tiles never move under a thumb. */
export const NapTile = memo(function NapTile({ tile, now, tap, open }: TileProps) {
  const { t } = useVoice();
  const words = useNapWords();
  const { child, state, posture, calls, waits } = tile;
  const [call] = calls;
  return (
    <li className="nap-tile" data-state={state} data-level={call?.level} data-waits={waits}>
      <button
        type="button"
        className="nap-tap"
        onClick={() => tap(tile)}
        aria-label={state === "awake" ? t("nap.beginOf", { name: child.name }) : t("nap.tapOf", { name: child.name })}
      >
        {state === "awake" ? (
          <span className="nap-awake">
            <Icon name="asleep" size={26} />
          </span>
        ) : (
          <Ring tile={tile} now={now} />
        )}
        <span className="nap-who">
          <strong>{child.name}</strong>
          <span className="nap-line">
            {call === undefined ? (
              <>
                {posture === null ? null : <span className="nap-arrow">{arrows[posture]}</span>}
                {words.state(tile)}
              </>
            ) : (
              <>
                <StatePicture state={call.level} size={20} /> {t(`nap.call.${words.callKey(call.key)}`)}
              </>
            )}
          </span>
          {state === "awake" ? null : <span className="nap-sensor">{words.sensor(child)}</span>}
        </span>
        {waits ? (
          <span className="nap-waits" title={t("nap.waits")}>
            <Icon name="along" size={16} />
            <span className="visually-hidden">{t("nap.waits")}</span>
          </span>
        ) : null}
      </button>
      <button
        type="button"
        className="nap-more"
        onClick={() => open(tile)}
        aria-label={t("nap.moreOf", { name: child.name })}
      >
        <Icon name="more" size={20} />
      </button>
    </li>
  );
});
