import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useNow } from "../link/clock.ts";
import { useSession } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { Board, DueView } from "../link/shapes.ts";
import { Empty } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { shiftAt } from "../time/shift.ts";
import type { Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { dueGroups } from "./order.ts";
import { predictionKeys } from "./person-row.tsx";
import { saysTheSame } from "./rows.ts";

function DueButton({ due }: { readonly due: DueView }) {
  const { t } = useVoice();
  const act = useDo();
  // What is only predicted becomes a task or an alert when it is time; until then there is nothing to take.
  if (due.type === "predicted") return null;
  const step = due.state === "open" ? "take" : "done";
  const go = () => void act(() => change("POST", at("due", due.id, step)), { renews: [["board"]] });
  return (
    <button type="button" className="plain" onClick={go} aria-label={`${t(`due.${step}`)}: ${due.personName}`}>
      {t(`due.${step}`)}
    </button>
  );
}

/** Within so long the clock alone is clear, also over midnight. */
const HALF_DAY = 12 * 3_600_000;

const DueRow = memo(function DueRow({ due }: { readonly due: DueView }) {
  const { t, clock, otherDay, until, say, label } = useVoice();
  const me = useSession().data?.staff?.name;
  const now = useNow(10_000);
  const taken =
    due.takenBy === null ? null : due.takenBy === me ? t("due.takenYou") : t("due.takenBy", { name: due.takenBy });
  const day = Math.abs(due.dueAt - now) < HALF_DAY ? null : otherDay(due.dueAt, now);
  return (
    <li className="due" data-type={due.type} data-late={due.dueAt < now - 60_000} data-state={due.state}>
      <div className="due-time">
        <time>
          {day === null ? null : <span className="due-day">{day} </span>}
          {clock(due.dueAt)}
        </time>
        <span>{until(due.dueAt, now)}</span>
      </div>
      <div className="due-what">
        <strong>
          {due.type === "predicted" ? label(due.skill, predictionKeys(due.text.key)) : say(due.text, due.skill)}
        </strong>
        <Link to="/people/$id" params={{ id: due.person }}>
          {due.personName} <span className="muted">{due.placeName}</span>
        </Link>
        <span className="muted">
          <span className="kind-word" data-type={due.type}>
            {t(due.type === "task" ? "due.task" : "due.predicted")}
          </span>
          {taken === null ? null : ` · ${taken}`}
        </span>
      </div>
      <DueButton due={due} />
    </li>
  );
}, saysTheSame);

function DueGroup({
  title,
  due,
  most,
}: {
  readonly title: Key;
  readonly due: readonly DueView[];
  readonly most: number;
}) {
  const { t } = useVoice();
  const more = due.length - most;
  if (due.length === 0) return null;
  return (
    <section className="due-group" data-group={title}>
      <h3>{t(title)}</h3>
      <ul>
        {due.slice(0, most).map((one) => (
          <DueRow key={one.id} due={one} />
        ))}
      </ul>
      {more <= 0 ? null : (
        <Link to="/due" className="plain">
          {t("board.moreAlerts", { n: more })}
        </Link>
      )}
    </section>
  );
}

/** The shift as a departures board: the time first, then what, who and where. */
export function DueList({
  board,
  mine = false,
  most = Number.POSITIVE_INFINITY,
}: {
  readonly board: Board;
  readonly mine?: boolean;
  readonly most?: number;
}) {
  const { t, zone } = useVoice();
  const me = useSession().data?.staff?.name;
  const now = useNow(10_000);
  const due = mine ? board.due.filter(({ takenBy }) => takenBy === me) : board.due;
  const { endsAt } = shiftAt(now, zone);
  const groups = dueGroups(due, now, endsAt, shiftAt(endsAt, zone).endsAt);
  if (Object.values(groups).every(({ length }) => length === 0))
    return (
      <Empty icon="check" title={t("due.none")}>
        {t("due.noneLong")}
      </Empty>
    );
  return (
    <>
      <DueGroup title="due.overdue" due={groups.overdue} most={most} />
      <DueGroup title="due.now" due={groups.now} most={most} />
      <DueGroup title="due.next" due={groups.next} most={most} />
      <DueGroup title="due.shift" due={groups.shift} most={most} />
      <DueGroup title="due.later" due={groups.later} most={most} />
    </>
  );
}
