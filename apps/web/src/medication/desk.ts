import type {
  Allergy,
  Analysis,
  Incident,
  MedicationOrder,
  MedicationPolicy,
  NearMiss,
  PackCode,
} from "@sakiyomi/medication";
import { formularyOf } from "@sakiyomi/medication";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { at, change, read } from "../link/requests.ts";
import type {
  ChartsView,
  FormularyView,
  NewAllergy,
  NewIncident,
  OrderAnswer,
  OrderRequest,
  PackAnswer,
  PersonMedication,
  WristbandAnswer,
} from "./shapes.ts";
