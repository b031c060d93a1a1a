import { Slider } from "@mantine/core";
import { useEffect, useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";

interface PlayerProps {
  readonly length: number;
  /** Frames a second. */
  readonly rate: number;
  readonly at: number;
  readonly onAt: (at: number) => void;
}

/** Play, step and slide through time. */
export function Player({ length, rate, at, onAt }: PlayerProps) {
  const { t } = useVoice();
  const [isPlaying, setPlaying] = useState(false);
  const last = Math.max(0, length - 1);
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => (at < last ? onAt(at + 1) : setPlaying(false)), 1000 / rate);
    return () => clearTimeout(timer);
  }, [isPlaying, at, last, rate, onAt]);
  const play = () => {
    if (at >= last) onAt(0);
    setPlaying(!isPlaying);
  };
  return (
    <div className="think-player">
      <button type="button" className="plain" onClick={play} aria-label={t(isPlaying ? "think.pause" : "think.play")}>
        <Icon name={isPlaying ? "rest" : "play"} />
      </button>
      <button type="button" className="plain" onClick={() => onAt(Math.max(0, at - 1))} aria-label={t("think.back")}>
        <Icon name="earlier" />
      </button>
      <button
        type="button"
        className="plain"
        onClick={() => onAt(Math.min(last, at + 1))}
        aria-label={t("think.forth")}
      >
        <Icon name="later" />
      </button>
      <Slider
        className="grow"
        min={0}
        max={last}
        value={Math.min(at, last)}
        onChange={onAt}
        label={null}
        thumbLabel={t("think.time")}
      />
      <output className="think-at">
        {t("think.frame", { n: at + 1, of: length, seconds: (at / rate).toFixed(1) })}
      </output>
    </div>
  );
}
