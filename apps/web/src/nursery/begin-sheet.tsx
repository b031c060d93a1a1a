import { Button, Drawer } from "@mantine/core";
import { useState } from "react";
import { useVoice } from "../words/speak.tsx";
import type { Tile } from "./tiles.ts";
import type { NapQueue } from "./use-naps.ts";

interface BeginProps {
  readonly phase: "start" | "end";
  readonly tiles: readonly Tile[];
  readonly queue: NapQueue;
  readonly close: () => void;
}

/** Several children fall asleep, or wake, at once. */
export function BeginSheet({ phase, tiles, queue, close }: BeginProps) {
  const { t } = useVoice();
  const these = tiles.filter(({ since }) => (phase === "start") === (since === null));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setChosen((was) => {
      const is = new Set(was);
      if (!is.delete(id)) is.add(id);
      return is;
    });
  const all = chosen.size === these.length;
  const save = () => {
    const people = these.map(({ child }) => child.id).filter((id) => chosen.has(id));
    queue.say(
      people,
      { kind: "nap", value: { phase } },
      t(phase === "start" ? "nap.begunMany" : "nap.endedMany", { n: people.length }),
    );
    close();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t(phase === "start" ? "nap.whoSleeps" : "nap.whoWakes")}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      <div className="stack">
        <div className="nap-choices">
          {these.map(({ child }) => (
            <button
              key={child.id}
              type="button"
              className="chip"
              aria-pressed={chosen.has(child.id)}
              onClick={() => toggle(child.id)}
            >
              {child.name}
            </button>
          ))}
        </div>
        <div className="line wrap nap-begin-ways">
          <button
            type="button"
            className="plain"
            onClick={() => setChosen(all ? new Set() : new Set(these.map(({ child }) => child.id)))}
          >
            {t(all ? "nap.nobody" : "nap.everybody")}
          </button>
          <Button disabled={chosen.size === 0} onClick={save}>
            {t(phase === "start" ? "nap.beginMany" : "nap.endMany", { n: chosen.size })}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}
