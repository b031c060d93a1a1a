import { Button } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { at } from "../link/requests.ts";
import { Loaded, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { AdviceList } from "./ctg/answer-panel.tsx";
import { useHandbook } from "./desk.ts";
import { BirthPanel, GrowthPanel, VaccinationsPanel } from "./handbook/child-part.tsx";
import { PregnancyPanel, VisitsPanel } from "./handbook/pregnancy-part.tsx";
import { PersonTop } from "./parts.tsx";
import type { HandbookView } from "./shapes.ts";

function Children({ book }: { readonly book: HandbookView }) {
  const { t } = useVoice();
  return (
    <Panel title={t("hb.children")}>
      <ul className="plain-list">
        {book.children.map(({ id, name }) => (
          <li key={id}>
            <Link to="/people/$id/handbook" params={{ id }} className="mat-expecting">
              <strong>{name}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Whose handbook it is: of who has a birth in it a child's, of everybody else a mother's. */
const isChild = ({ birth, pregnancy, vaccinations }: HandbookView): boolean =>
  birth !== null || (pregnancy === null && vaccinations.length > 0);

function Opened({ book }: { readonly book: HandbookView }) {
  const { t, language } = useVoice();
  const isEmpty = book.birth === null && book.pregnancy === null && book.vaccinations.length === 0;
  const hasMother = !isChild(book);
  return (
    <div className="page hb-page" data-wide={true}>
      <PersonTop person={book.person} name={book.name} title={t("hb.title")}>
        {hasMother ? (
          <Link to="/people/$id/maternity" params={{ id: book.person }} className="plain">
            {t("mat.ctg")}
          </Link>
        ) : null}
        <a
          className="plain no-print"
          href={`${at("people", book.person, "handbook", "paper")}?language=${language}`}
          target="_blank"
          rel="noopener"
        >
          PDF
        </a>
        <Button className="no-print" variant="default" onClick={() => window.print()}>
          {t("mat.print")}
        </Button>
      </PersonTop>
      <p className="muted small">{t(book.isShared ? "hb.shared" : "hb.notShared")}</p>
      {book.advice.length === 0 ? null : (
        <Panel title={t("mat.answers")}>
          <AdviceList advice={book.advice.slice(0, 10)} mayStrike={false} />
        </Panel>
      )}
      <div className="hb-panels">
        {hasMother ? <PregnancyPanel book={book} /> : null}
        {book.children.length === 0 ? null : <Children book={book} />}
        {hasMother && book.pregnancy !== null ? <VisitsPanel book={book} /> : null}
        {isChild(book) || isEmpty ? <BirthPanel book={book} /> : null}
        {book.birth === null ? null : <GrowthPanel book={book} birth={book.birth} />}
        {isChild(book) ? <VaccinationsPanel book={book} /> : null}
      </div>
      <p className="muted small">{t("mat.approve")}</p>
    </div>
  );
}

export function HandbookPage() {
  const { id = "" } = useParams({ strict: false });
  return <Loaded query={useHandbook(id)}>{(book) => <Opened key={id} book={book} />}</Loaded>;
}
