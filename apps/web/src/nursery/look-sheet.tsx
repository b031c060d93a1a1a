import { Button, Drawer, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { serverNow } from "../link/clock.ts";
import { StatePicture } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { PostureButtons } from "./posture-buttons.tsx";
import type { LookValue, NapPosture } from "./shapes.ts";
import type { Tile } from "./tiles.ts";
import type { NapQueue } from "./use-naps.ts";

interface Extras {
  readonly turned: boolean;
  readonly notSeen: boolean;
  readonly poor: boolean;
  readonly sensorWrong: boolean;
  /** Minutes since the look; 0: now. */
  readonly ago: number;
  readonly note: string;
}
const nothing: Extras = { turned: false, notSeen: false, poor: false, sensorWrong: false, ago: 0, note: "" };
const agos = [0, 3, 5, 10, 15, 20] as const;

export const lookValue = (posture: NapPosture, extras: Extras, now: number): LookValue => ({
  posture,
  breathing: extras.notSeen ? "not-seen" : "seen",
  ...(extras.poor ? { colour: "poor" } : {}),
  ...(extras.turned && posture !== "back" ? { turned: true } : {}),
  ...(extras.sensorWrong ? { sensorWrong: true } : {}),
  ...(extras.ago > 0 ? { writtenAt: now } : {}),
  ...(extras.note.trim() === "" ? {} : { note: extras.note.trim() }),
});

interface SheetProps {
  readonly tile: Tile;
  readonly queue: NapQueue;
  readonly close: () => void;
}

/** Everything that one touch cannot say about a child. */
export function LookSheet({ tile, queue, close }: SheetProps) {
  const { t } = useVoice();
  const { child, since } = tile;
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={child.name}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      <div className="stack">
        <Calls tile={tile} />
        <LookForm tile={tile} queue={queue} close={close} />
        <div className="line wrap">
          <Button
            variant="default"
            onClick={() => {
              const phase = since === null ? "start" : "end";
              queue.say(
                [child.id],
                { kind: "nap", value: { phase } },
                t(since === null ? "nap.begun" : "nap.ended", { name: child.name }),
              );
              close();
            }}
          >
            {t(since === null ? "nap.begin" : "nap.end")}
          </Button>
          <Link to="/people/$id" params={{ id: child.id }} className="plain">
            {t("nap.person")}
          </Link>
        </div>
        <p className="muted small">
          {t(child.isAssumed ? "nap.everyAssumed" : "nap.every", { n: child.everyMin })} {t("nap.approve")}
        </p>
      </div>
    </Drawer>
  );
}

/** What calls, in the skill's own words. */
export function Calls({ tile }: { readonly tile: Tile }) {
  const { say, t } = useVoice();
  return tile.calls.map((alert) => (
    <p key={alert.id} className="nap-call" data-level={alert.level} role="alert">
      <StatePicture state={alert.level} size={28} />
      <span>
        <span className="visually-hidden">{t(`level.${alert.level}`)}: </span>
        {say(alert.text, alert.skill)}
      </span>
    </p>
  ));
}

const toggles = [
  ["turned", "nap.turned"],
  ["notSeen", "nap.breathNotSeen"],
  ["poor", "nap.poorColour"],
  ["sensorWrong", "nap.sensorIsWrong"],
] as const;

function LookForm({ tile, queue, close }: SheetProps) {
  const { t } = useVoice();
  const [extras, setExtras] = useState<Extras>(nothing);
  const set = (more: Partial<Extras>) => setExtras((was) => ({ ...was, ...more }));
  const { child } = tile;
  const choose = (posture: NapPosture) => {
    const now = serverNow();
    const value = lookValue(posture, extras, now);
    queue.say(
      [child.id],
      { kind: "nap-check", value, at: now - extras.ago * 60_000 },
      t("nap.saidOf", { name: child.name }),
    );
    close();
  };
  return (
    <>
      <div className="chips">
        {toggles.map(([key, word]) => (
          <button
            key={key}
            type="button"
            className="chip"
            aria-pressed={extras[key]}
            onClick={() => set({ [key]: !extras[key] })}
          >
            {t(word)}
          </button>
        ))}
      </div>
      <PostureButtons choose={choose} />
      <Earlier extras={extras} set={set} />
    </>
  );
}

/** A look that is written down now, and was taken before. */
function Earlier({ extras, set }: { readonly extras: Extras; readonly set: (more: Partial<Extras>) => void }) {
  const { t } = useVoice();
  return (
    <details>
      <summary>{t("nap.lateEntry")}</summary>
      <div className="stack">
        <div className="chips">
          {agos.map((ago) => (
            <button
              key={ago}
              type="button"
              className="chip"
              aria-pressed={extras.ago === ago}
              onClick={() => set({ ago })}
            >
              {ago === 0 ? t("time.now") : t("time.ago", { age: t("time.minutes", { n: ago }) })}
            </button>
          ))}
        </div>
        <p className="muted small">{t("nap.lateMeans")}</p>
        <Textarea
          label={t("nap.note")}
          autosize
          value={extras.note}
          onChange={(e) => set({ note: e.currentTarget.value })}
        />
      </div>
    </details>
  );
}
