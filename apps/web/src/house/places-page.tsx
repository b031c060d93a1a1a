import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useBoardQuery, usePlaces, useSession } from "../link/queries.ts";
import { change } from "../link/requests.ts";
import type { PlaceView } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Branch, insideOf, treeOf } from "./place-tree.ts";

function AddPlace({
  type,
  parent,
  label,
}: {
  readonly type: PlaceView["type"];
  readonly parent: string | null;
  readonly label: string;
}) {
  const { t } = useVoice();
  const act = useDo();
  const [name, setName] = useState<string | null>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const made = await act(() => change("POST", "/api/places", { name, type, parent }), { renews: [["places"]] });
    if (made !== null) setName(null);
  };
  if (name === null)
    return (
      <button type="button" className="add" onClick={() => setName("")} aria-label={`${label}: ${t(`place.${type}`)}`}>
        <Icon name="plus" size={18} /> {t(`place.${type}`)}
      </button>
    );
  return (
    <form className="inline-form" onSubmit={(event) => void add(event)}>
      <TextInput
        aria-label={t("place.name")}
        placeholder={t(`place.${type}`)}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={name.trim() === ""}>
        {t("app.add")}
      </Button>
      <Button variant="default" onClick={() => setName(null)}>
        {t("app.cancel")}
      </Button>
    </form>
  );
}

function Bed({ bed }: { readonly bed: PlaceView }) {
  const { t } = useVoice();
  const person = useBoardQuery().data?.people.find(({ id }) => id === bed.person);
  const who = person === undefined ? (bed.person ?? t("place.free")) : person.name;
  return (
    <li className="bed" data-free={bed.person === null}>
      <Icon name="bed" size={20} />
      <span className="muted">{bed.name}</span>
      {bed.person === null ? (
        <span className="muted">{who}</span>
      ) : (
        <Link to="/people/$id" params={{ id: bed.person }}>
          {who}
        </Link>
      )}
    </li>
  );
}

function Tree({ branches, mayAdd }: { readonly branches: readonly Branch[]; readonly mayAdd: boolean }) {
  const { t } = useVoice();
  return (
    <ul className="tree">
      {branches.map(({ place, inside }) => {
        if (place.type === "bed") return <Bed key={place.id} bed={place} />;
        const next = insideOf[place.type];
        return (
          <li key={place.id} data-type={place.type}>
            <div className="place-name">
              <strong>{place.name}</strong> <span className="muted small">{t(`place.${place.type}`)}</span>
            </div>
            <Tree branches={inside} mayAdd={mayAdd} />
            {mayAdd && next !== null ? (
              <AddPlace type={next} parent={place.id} label={t("place.addTo", { name: place.name })} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

export function PlacesPage() {
  const { t } = useVoice();
  const query = usePlaces();
  const mayAdd = useSession().data?.staff?.roles.includes("administrator") ?? false;
  return (
    <Page title={t("place.title")} lead={t("place.lead")}>
      <Loaded query={query}>
        {(places) => (
          <Panel>
            {places.length === 0 ? (
              <Empty icon="places" title={t("place.none")}>
                {t("place.noneLong")}
              </Empty>
            ) : null}
            <Tree branches={treeOf(places)} mayAdd={mayAdd} />
            {mayAdd ? <AddPlace type="house" parent={null} label={t("place.addHouse")} /> : null}
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}
