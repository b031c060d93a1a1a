import "../medication.css";
import { Link, useParams } from "@tanstack/react-router";
import type { PersonView } from "../../link/shapes.ts";
import { Icon } from "../../look/icons.tsx";
import { Loaded, Page } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useFormulary, usePersonMedication } from "../desk.ts";
import { Medicines } from "./medicines.tsx";
import { PersonLine } from "./person-line.tsx";

/** The tab on a person's page. */
export function MedicinesPanel({ view }: { readonly view: PersonView }) {
  const medication = usePersonMedication(view.person.id);
  const formulary = useFormulary().data?.formulary ?? null;
  return <Loaded query={medication}>{(of) => <Medicines of={of} formulary={formulary} />}</Loaded>;
}

/** The same by itself: for who orders, without the person's signals around it. */
export function PersonMedicationPage() {
  const { t } = useVoice();
  const { id = "" } = useParams({ strict: false });
  const medication = usePersonMedication(id);
  const formulary = useFormulary().data?.formulary ?? null;
  return (
    <Page
      title={t("nav.medication")}
      wide
      action={
        <Link to="/people/$id" params={{ id }} className="plain">
          <Icon name="back" /> {t("med.toPersonsPage")}
        </Link>
      }
    >
      <Loaded query={medication}>
        {(of) => (
          <>
            <PersonLine chart={of.chart} />
            <Medicines of={of} formulary={formulary} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
