import { NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useNow } from "../link/clock.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { AllRound } from "./all-round.tsx";
import { BeginSheet } from "./begin-sheet.tsx";
import { LookSheet } from "./look-sheet.tsx";
import "./nursery.css";
import type { RoomView } from "./shapes.ts";
import { NapTile } from "./tile.tsx";
import { needsWords, type Tile, tileOf } from "./tiles.ts";
import { type NapQueue, useNapQueue, useRoom } from "./use-naps.ts";

const PLACE = "sakiyomi.nap-room";

type Open =
  | { readonly what: "look"; readonly id: string }
  | { readonly what: "round"; readonly people: readonly string[] }
  | { readonly what: "start" }
  | { readonly what: "end" };

/** A room of sleeping children, for one hand in the dark. */
export function NurseryPage() {
  const { t } = useVoice();
  const [place, setPlace] = useState(() => localStorage.getItem(PLACE) ?? "");
  const query = useRoom(place);
  const queue = useNapQueue();
  const choose = (id: string) => {
    localStorage.setItem(PLACE, id);
    setPlace(id);
  };
  return (
    <div className="nursery">
      <header className="nursery-head">
        <h1>{t("nav.nursery")}</h1>
        <Link to="/nursery/ledger" className="plain">
          <Icon name="audit" /> {t("nap.ledger")}
        </Link>
      </header>
      <Loaded query={query}>
        {(room) => (
          <>
            <Places room={room} choose={choose} />
            <Link2House queue={queue} heardAt={query.dataUpdatedAt} isFailing={query.isError} />
            <Room key={room.place} room={room} queue={queue} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Places({ room, choose }: { readonly room: RoomView; readonly choose: (id: string) => void }) {
  const { t } = useVoice();
  if (room.places.length < 2) return null;
  return (
    <NativeSelect
      aria-label={t("nap.room")}
      data={room.places.map(({ id, name, children }) => ({ value: id, label: `${name} (${children})` }))}
      value={room.place ?? ""}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

/** Whether what is seen here is of now, and whether every tap has reached the house. */
function Link2House({ queue, heardAt, isFailing }: { queue: NapQueue; heardAt: number; isFailing: boolean }) {
  const { t, clock } = useVoice();
  const own = queue.waits.length - queue.others;
  if (!isFailing && queue.isReached && queue.others === 0) return null;
  return (
    <div className="nap-link" role="status">
      <Icon name="lost" />
      <div>
        {isFailing || !queue.isReached ? <p>{t("nap.offline", { clock: clock(heardAt) })}</p> : null}
        {own > 0 ? <p>{t("nap.waitsHere", { n: own })}</p> : null}
        {queue.others > 0 ? <p>{t("nap.waitsOther", { n: queue.others })}</p> : null}
      </div>
    </div>
  );
}

function Room({ room, queue }: { readonly room: RoomView; readonly queue: NapQueue }) {
  const { t } = useVoice();
  const now = useNow(500);
  const [open, setOpen] = useState<Open | null>(null);
  const tiles = useMemo(() => room.children.map((child) => tileOf(child, queue.said, now)), [room, queue.said, now]);
  const { say } = queue;
  const look = useCallback((tile: Tile) => setOpen({ what: "look", id: tile.child.id }), []);
  const tap = useCallback(
    (tile: Tile) => {
      const { id, name } = tile.child;
      if (tile.since === null) say([id], { kind: "nap", value: { phase: "start" } }, t("nap.begun", { name }));
      else if (needsWords(tile)) setOpen({ what: "look", id });
      else say([id], { kind: "nap-check", value: { posture: "back", breathing: "seen" } }, t("nap.saidOf", { name }));
    },
    [say, t],
  );
  if (tiles.length === 0)
    return (
      <Empty icon="nursery" title={t("nap.noChildren")}>
        <p>{t("nap.noChildrenLong")}</p>
      </Empty>
    );
  const asleep = tiles.filter(({ since }) => since !== null);
  return (
    <>
      <Calling tiles={tiles} look={look} />
      <Ways tiles={tiles} asleep={asleep} open={setOpen} />
      <ul className="nap-tiles">
        {tiles.map((tile) => (
          <NapTile key={tile.child.id} tile={tile} now={now} tap={tap} open={look} />
        ))}
      </ul>
      <p className="muted small">{t("nap.legend")}</p>
      <Sheets open={open} tiles={tiles} queue={queue} now={now} close={() => setOpen(null)} />
    </>
  );
}

/** So many have a strip of their own; a thumb still has to reach the tiles. */
const MOST_STRIPS = 4;
const urgency = { high: 0, medium: 1, low: 2 } as const;

/** Who needs somebody now, above everything else; the tiles stay where they are. Looks that are left out are one strip. */
function Calling({ tiles, look }: { readonly tiles: readonly Tile[]; readonly look: (tile: Tile) => void }) {
  const { t } = useVoice();
  const strips = tiles
    .flatMap((tile) => tile.calls.slice(0, 1).map((call) => ({ tile, call })))
    .filter(({ call }) => call.key !== "missed")
    .toSorted((a, b) => urgency[a.call.level] - urgency[b.call.level]);
  const missed = tiles.filter(({ calls }) => calls[0]?.key === "missed");
  const names = missed.map(({ child }) => child.name).join(", ");
  return (
    <div className="nap-callings" aria-live="assertive">
      {strips.slice(0, MOST_STRIPS).map(({ tile, call }) => (
        <Strip key={tile.child.id} tile={tile} call={call} look={look} />
      ))}
      {missed.length === 0 ? null : (
        <p
          className="nap-calling"
          data-level={missed.some(({ calls }) => calls[0]?.level === "high") ? "high" : "medium"}
        >
          {t("nap.missedMany", { n: missed.length, names })}
        </p>
      )}
    </div>
  );
}

function Strip({ tile, call, look }: { tile: Tile; call: Tile["calls"][number]; look: (tile: Tile) => void }) {
  const { say, t } = useVoice();
  return (
    <button type="button" className="nap-calling" data-level={call.level} onClick={() => look(tile)}>
      <strong>{tile.child.name}</strong>
      <span>
        <span className="visually-hidden">{t(`level.${call.level}`)}: </span>
        {say(call.text, call.skill)}
      </span>
    </button>
  );
}

function Ways({
  tiles,
  asleep,
  open,
}: {
  tiles: readonly Tile[];
  asleep: readonly Tile[];
  open: (open: Open) => void;
}) {
  const { t } = useVoice();
  const due = asleep.filter(({ state }) => state !== "calm").length;
  return (
    <div className="nap-ways">
      <p>
        <strong>{t("nap.asleep", { n: asleep.length, of: tiles.length })}</strong>
        {due === 0 ? null : ` · ${t("nap.dueNow", { n: due })}`}
      </p>
      <button
        type="button"
        className="main-action"
        disabled={asleep.length === 0}
        onClick={() => open({ what: "round", people: asleep.map(({ child }) => child.id) })}
      >
        <Icon name="look" /> {t("nap.allRound")}
      </button>
      <button
        type="button"
        className="plain"
        disabled={asleep.length === tiles.length}
        onClick={() => open({ what: "start" })}
      >
        {t("nap.begin")}
      </button>
      <button type="button" className="plain" disabled={asleep.length === 0} onClick={() => open({ what: "end" })}>
        {t("nap.end")}
      </button>
    </div>
  );
}

interface SheetsProps {
  readonly open: Open | null;
  readonly tiles: readonly Tile[];
  readonly queue: NapQueue;
  readonly now: number;
  readonly close: () => void;
}

function Sheets({ open, tiles, queue, now, close }: SheetsProps) {
  if (open === null) return null;
  if (open.what === "round")
    return <AllRound tiles={tiles} people={open.people} queue={queue} now={now} close={close} />;
  if (open.what !== "look") return <BeginSheet phase={open.what} tiles={tiles} queue={queue} close={close} />;
  const tile = tiles.find(({ child }) => child.id === open.id);
  return tile === undefined ? null : <LookSheet tile={tile} queue={queue} close={close} />;
}
