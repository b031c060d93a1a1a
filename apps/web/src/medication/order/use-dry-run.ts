import type { MedicationOrder } from "@sakiyomi/medication";
import { useEffect, useState } from "react";
import { askOrder, changeOrder } from "../desk.ts";
import type { OrderAnswer, OrderRequest } from "../shapes.ts";

/** Asking after each key would be a hundred questions; waiting longer would feel dead. */
const WAIT_MS = 350;

interface Said {
  readonly of: string;
  readonly answer: OrderAnswer | null;
  readonly trouble: unknown;
}

/**
 * What the server would say to this order, asked anew whenever it or the person's chart changes; nothing of it is kept there.
 * A draft is asked for as a new order: confirming is what keeps it.
 */
export function useDryRun(
  person: string,
  changed: MedicationOrder | null,
  order: OrderRequest["order"] | null,
  version: string,
) {
  const asked = order === null ? "" : `${version} ${JSON.stringify(order)}`;
  const [said, setSaid] = useState<Said>({ of: "", answer: null, trouble: null });
  useEffect(() => {
    if (asked === "") return;
    let isWanted = true;
    const told = (answer: OrderAnswer | null, trouble: unknown) =>
      isWanted ? setSaid({ of: asked, answer, trouble }) : undefined;
    const timer = setTimeout(() => {
      const order = JSON.parse(asked.slice(asked.indexOf("{"))) as OrderRequest["order"];
      const request = { order, confirmed: false, reason: null };
      const asking =
        changed === null || changed.status === "draft" ? askOrder(person, request) : changeOrder(changed, request);
      asking.then(
        (answer) => told(answer, null),
        (trouble: unknown) => told(null, trouble),
      );
    }, WAIT_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [person, changed, asked]);
  return { answer: said.answer, trouble: said.of === asked ? said.trouble : null, isFresh: said.of === asked };
}
