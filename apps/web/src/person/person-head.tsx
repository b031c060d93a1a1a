import { Button, Menu, NativeSelect } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { stateOf } from "../board/order.ts";
import { freeBeds } from "../house/place-tree.ts";
import { useLink } from "../link/feed.tsx";
import { useBoardQuery, usePlaces, useSession } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { BoardPerson, PersonView } from "../link/shapes.ts";
import { Confirm } from "../look/confirm.tsx";
import { Icon, StatePicture } from "../look/icons.tsx";
import { useDo } from "../look/toast.tsx";
import { birthDay } from "../time/say-time.ts";
import { useVoice } from "../words/speak.tsx";

function Move({ person, onClose }: { readonly person: BoardPerson; readonly onClose: () => void }) {
  const { t } = useVoice();
  const act = useDo();
  const beds = freeBeds(usePlaces().data ?? []);
  const [bed, setBed] = useState("");
  const move = async () => {
    await act(() => change("POST", at("people", person.id, "move"), { place: bed }), {
      done: t("person.moved"),
      renews: [["person", person.id], ["board"], ["places"]],
    });
    onClose();
  };
  return (
    <Confirm
      title={t("person.move")}
      action={t("person.move")}
      ready={bed !== ""}
      onDo={() => void move()}
      onClose={onClose}
    >
      <NativeSelect
        label={t("admit.bed")}
        description={t("place.freeBeds", { n: beds.length })}
        data={[{ value: "", label: "–" }, ...beds.map(({ id, path }) => ({ value: id, label: path }))]}
        value={bed}
        onChange={(event) => setBed(event.currentTarget.value)}
      />
    </Confirm>
  );
}

function Discharge({ person, onClose }: { readonly person: BoardPerson; readonly onClose: () => void }) {
  const { t } = useVoice();
  const act = useDo();
  const navigate = useNavigate();
  const discharge = async () => {
    const done = await act(() => change("POST", at("people", person.id, "discharge")), {
      done: t("person.discharged"),
      renews: [["board"], ["places"]],
    });
    onClose();
    if (done !== null) await navigate({ to: "/" });
  };
  return (
    <Confirm
      title={t("person.discharge")}
      action={t("person.discharge")}
      onDo={() => void discharge()}
      onClose={onClose}
    >
      <p>{t("person.dischargeAsk", { name: person.name })}</p>
    </Confirm>
  );
}

function Actions({ person }: { readonly person: BoardPerson }) {
  const { t } = useVoice();
  const roles = useSession().data?.staff?.roles ?? [];
  const [open, setOpen] = useState<"move" | "discharge" | null>(null);
  if (!roles.some((role) => role === "nurse" || role === "doctor" || role === "administrator")) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{t("person.actions")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("move")}>{t("person.move")}</Menu.Item>
          <Menu.Item onClick={() => setOpen("discharge")}>{t("person.discharge")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "move" ? <Move person={person} onClose={() => setOpen(null)} /> : null}
      {open === "discharge" ? <Discharge person={person} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

export function PersonHead({ view, person }: { readonly view: PersonView; readonly person: BoardPerson }) {
  const { t, language, day } = useVoice();
  const state = stateOf(person, useBoardQuery().data?.alerts ?? view.alerts, useLink().link);
  const facts = [
    person.placeName || t("board.noBed"),
    person.ageYears === null ? null : t("board.age", { n: person.ageYears }),
    view.birthDate === null ? null : t("person.born", { date: birthDay(view.birthDate, language) }),
    view.admittedAt === null ? null : t("person.admitted", { date: day(view.admittedAt) }),
  ];
  return (
    <header className="person-head">
      <Link to="/" className="step" aria-label={t("app.toBoard")}>
        <Icon name="back" />
      </Link>
      <div className="row-state" data-state={state}>
        <StatePicture state={state} size={40} />
        <span>{t(`state.${state}`)}</span>
      </div>
      <div className="person-name">
        <h1>{person.name}</h1>
        <p className="muted">{facts.filter((fact) => fact !== null).join(" · ")}</p>
      </div>
      <Actions person={person} />
    </header>
  );
}
