import { Drawer } from "@mantine/core";
import { useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { Calls } from "./look-sheet.tsx";
import { PostureButtons } from "./posture-buttons.tsx";
import type { NapPosture } from "./shapes.ts";
import { Ring } from "./tile.tsx";
import type { Tile } from "./tiles.ts";
import { useNapWords } from "./use-nap-words.ts";
import type { NapQueue } from "./use-naps.ts";

interface RoundProps {
  /** Of the room as it is now. */
  readonly tiles: readonly Tile[];
  /** Who sleeps, in the order of the tiles, as it was when the round began. */
  readonly people: readonly string[];
  readonly queue: NapQueue;
  readonly now: number;
  readonly close: () => void;
}

/** From child to child: one is shown at a time, large, and a touch leads to the next. */
export function AllRound({ tiles, people, queue, now, close }: RoundProps) {
  const { t } = useVoice();
  const words = useNapWords();
  const [place, setPlace] = useState(0);
  const tile = tiles.find(({ child }) => child.id === people[place]);
  const next = () => (place + 1 < people.length ? setPlace(place + 1) : close());
  if (tile === undefined) return null;
  const { child } = tile;
  const choose = (posture: NapPosture) => {
    queue.say(
      [child.id],
      { kind: "nap-check", value: { posture, breathing: "seen" } },
      t("nap.saidOf", { name: child.name }),
    );
    next();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="100%"
      title={t("nap.roundOf", { n: place + 1, of: people.length })}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet nap-round-sheet" }}
    >
      <div className="nap-round" key={child.id}>
        <div className="nap-round-child" data-state={tile.state}>
          <Ring tile={tile} now={now} size={112} />
          <h2>{child.name}</h2>
          <p>{words.state(tile)}</p>
          <p className="muted">{words.sensor(child)}</p>
        </div>
        <Calls tile={tile} />
        <p className="muted small">{t("nap.roundAsk")}</p>
        <PostureButtons choose={choose} />
        <div className="line wrap nap-round-ways">
          <button type="button" className="plain" disabled={place === 0} onClick={() => setPlace(place - 1)}>
            {t("nap.before")}
          </button>
          <button type="button" className="plain" onClick={next}>
            {t("nap.skip")}
          </button>
        </div>
      </div>
    </Drawer>
  );
}
