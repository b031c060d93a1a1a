import type { Instant, Level, Prediction } from "@sakiyomi/core";

/** What of a board is shown in Home Assistant: the bed, never the name. */
export interface Bed {
  /** Id of the place. */
  readonly id: string;
  /** "Ward 1 · 102 · B" */
  readonly name: string;
  /** The most urgent alert that nobody has taken; null: none. */
  readonly alert: Level | null;
  readonly predictions: readonly { readonly skill: string; readonly name: string; readonly prediction: Prediction }[];
}

export interface Published {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** Beside the devices' own topics, so that nothing of ours is ever taken for a device's. */
const house = "sakiyomi/house/v1";
const idOf = (...parts: readonly string[]) => ["sakiyomi", ...parts].join("_").replaceAll(/[^A-Za-z0-9_-]/g, "-");
const alertTopic = (bed: string) => `${house}/${bed}/alert`;
const predictionTopic = (bed: string, skill: string, name: string) => `${house}/${bed}/${skill}/${name}`;

/** Each bed appears as a device with an alert, and with the time of each need that is predicted. Configs are retained, states are not. */
export function discovery(beds: readonly Bed[], prefix = "homeassistant"): readonly Published[] {
  return beds.flatMap((bed) => {
    const device = { identifiers: [idOf(bed.id)], name: bed.name, manufacturer: "Sakiyomi" };
    const alert = {
      unique_id: idOf(bed.id, "alert"),
      name: "Alert",
      device_class: "problem",
      state_topic: alertTopic(bed.id),
      value_template: "{{ 'ON' if value != 'none' else 'OFF' }}",
      expire_after: 900,
      device,
    };
    const times = bed.predictions.filter(isTime).map(({ skill, name }) => ({
      unique_id: idOf(bed.id, skill, name),
      name: `${skill} ${name}`,
      device_class: "timestamp",
      state_topic: predictionTopic(bed.id, skill, name),
      expire_after: 900,
      device,
    }));
    const at = (component: string, id: string) => `${prefix}/${component}/${id}/config`;
    return [
      { topic: at("binary_sensor", alert.unique_id), payload: JSON.stringify(alert), retain: true },
      ...times.map((config) => ({
        topic: at("sensor", config.unique_id),
        payload: JSON.stringify(config),
        retain: true,
      })),
    ];
  });
}

export function states(beds: readonly Bed[]): readonly Published[] {
  return beds.flatMap((bed) => [
    { topic: alertTopic(bed.id), payload: bed.alert ?? "none", retain: false },
    ...bed.predictions.filter(isTime).map(({ skill, name, prediction }) => ({
      topic: predictionTopic(bed.id, skill, name),
      payload: timeOf(prediction),
      retain: false,
    })),
  ]);
}

const isTime = ({ prediction }: Bed["predictions"][number]) => !prediction.known || prediction.what.type === "time";

/** Home Assistant reads `None` as unknown. */
const timeOf = (prediction: Prediction): string =>
  prediction.known && prediction.what.type === "time" ? iso(prediction.what.at) : "None";

const iso = (at: Instant) => new Date(at).toISOString();
