import type { Instant, Resource } from "@sakiyomi/core";
import type { MedicationOrder, OneDosePack } from "@sakiyomi/medication";
import { actorOf, fhirId, patientOf } from "./detected-issue.ts";
import { conceptOfDrug, quantityOf } from "./medication-codes.ts";

/**
 * What was put together for one person and time (一包化), as MedicationDispenses (R4): one for each medicine in it, each with
 * the order that it is for. A pack that was taken back is `cancelled`, and says why.
 * @param handedAt when somebody took it along to give it; null: it lies ready
 */
export function dispensesOf(
  pack: OneDosePack,
  orders: readonly MedicationOrder[],
  handedAt: Instant | null = null,
): readonly Resource[] {
  const ids = new Set(pack.doses.map((dose) => dose.slice(0, dose.indexOf("@"))));
  return pack.contents.map(({ drug, amount }, i) => {
    const order = orders.find(
      (one) => ids.has(one.id) && one.drug.system === drug.system && one.drug.code === drug.code,
    );
    return {
      resourceType: "MedicationDispense",
      id: fhirId(pack.contents.length === 1 ? pack.id : `${pack.id}-${i + 1}`),
      identifier: [{ system: "urn:sakiyomi:pack", value: pack.id }],
      status: pack.withdrawn !== null ? "cancelled" : handedAt === null ? "preparation" : "completed",
      ...(pack.withdrawn !== null && { statusReasonCodeableConcept: { text: pack.withdrawn } }),
      medicationCodeableConcept: conceptOfDrug(drug),
      subject: patientOf(pack.person),
      performer: [
        {
          function: {
            coding: [
              {
                system: "http://terminology.hl7.org/CodeSystem/medicationdispense-performer-function",
                code: "packager",
              },
            ],
          },
          actor: actorOf(pack.by),
        },
      ],
      ...(order && { authorizingPrescription: [{ reference: `MedicationRequest/${order.id}` }] }),
      quantity: quantityOf(amount),
      whenPrepared: new Date(pack.preparedAt).toISOString(),
      ...(handedAt !== null && { whenHandedOver: new Date(handedAt).toISOString() }),
    };
  });
}
