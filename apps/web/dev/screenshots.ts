/**
 * Pictures of every page: `node --conditions=sakiyomi-source apps/web/dev/screenshots.ts OUT [--only NAME,…]`.
 * SAKIYOMI_SERVER is the address; SAKIYOMI_NAME and SAKIYOMI_PASSWORD sign in where nobody is.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, person: { type: "string" } },
});
const out = positionals[0] ?? "screenshots";
const server = process.env.SAKIYOMI_SERVER ?? "http://127.0.0.1:7799";
const only = values.only?.split(",");

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "dark" | "light";
  readonly language: "en" | "ja" | "ko";
}
const looks: readonly Look[] = [
  { name: "desk-dark-en", width: 1440, height: 900, scheme: "dark", language: "en" },
  { name: "desk-light-ja", width: 1440, height: 900, scheme: "light", language: "ja" },
  { name: "phone-dark-ja", width: 360, height: 780, scheme: "dark", language: "ja" },
  { name: "phone-light-en", width: 360, height: 780, scheme: "light", language: "en" },
  { name: "phone-light-ko", width: 360, height: 780, scheme: "light", language: "ko" },
];

async function firstPerson(page: Page): Promise<string> {
  const board = (await (await page.request.get(`${server}/api/board`)).json()) as {
    people?: readonly { id: string }[];
    alerts?: readonly { person: string }[];
  };
  return values.person ?? board.alerts?.[0]?.person ?? board.people?.[0]?.id ?? "nobody";
}

const watchingPagesOf = (person: string): Readonly<Record<string, string>> => ({
  nursery: "/nursery",
  ledger: "/nursery/ledger",
  maternity: "/maternity",
  "person-maternity": `/people/${person}/maternity`,
  handbook: `/people/${person}/handbook`,
  daily: `/people/${person}/daily`,
  excretion: `/people/${person}/excretion`,
  remote: "/remote",
  pressure: `/people/${person}/blood-pressure`,
  screening: "/screening",
  "person-screening": `/people/${person}/screening`,
  quality: "/quality",
});

const pagesOf = (person: string): Readonly<Record<string, string>> => ({
  board: "/",
  due: "/due",
  round: "/round",
  handover: "/handover",
  person: `/people/${person}`,
  "person-chart": `/people/${person}?tab=chart`,
  "person-journal": `/people/${person}?tab=journal`,
  "person-consent": `/people/${person}?tab=care`,
  "person-devices": `/people/${person}?tab=devices`,
  "person-skills": `/people/${person}?tab=skills`,
  "person-medicines": `/people/${person}/medication`,
  order: `/people/${person}/medication/order`,
  medication: "/medication",
  labels: "/medication/labels",
  bands: "/medication/labels?tab=bands",
  sheet: "/medication/sheet",
  report: "/medication/report",
  incidents: "/medication/incidents",
  analysis: "/medication/analysis",
  ...watchingPagesOf(person),
  drugs: "/medication/drugs",
  "medication-policy": "/medication/policy",
  admit: "/admit",
  places: "/places",
  skills: "/skills",
  skill: "/skills/early-warning",
  devices: "/devices",
  staff: "/staff",
  policy: "/policy",
  audit: "/audit",
  think: "/think",
  settings: "/settings",
  more: "/more",
});

async function signIn(page: Page): Promise<void> {
  const { SAKIYOMI_NAME: name, SAKIYOMI_PASSWORD: password } = process.env;
  if (name === undefined || password === undefined) return;
  await page.getByRole("textbox").first().fill(name);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.waitForSelector(".shell");
}

/** Anything wider than the window is a defect of its own. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** Milliseconds until a page that draws what comes in, or thinks, has something to show. */
const waits: Readonly<Record<string, number>> = { person: 2_500, think: 6_000 };

async function picture(page: Page, look: Look, name: string, path: string): Promise<void> {
  await page.goto(`${server}${path}`);
  await page.waitForSelector("main");
  await page.waitForTimeout(waits[name] ?? 700);
  const over = await overflow(page);
  if (over > 0) process.stdout.write(`${look.name} ${name}: ${over} px too wide\n`);
  await page.screenshot({ path: join(out, `${name}.${look.name}.png`), fullPage: true });
}

async function takeAll(browser: Browser, look: Look): Promise<void> {
  const { width, height, scheme, language } = look;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: language });
  const page = await context.newPage();
  page.on("pageerror", (error) => process.stdout.write(`${look.name}: ${error.message}\n`));
  await picture(page, look, "door", "/");
  await signIn(page);
  const all = Object.entries(pagesOf(await firstPerson(page)));
  for (const [name, path] of all) if (only === undefined || only.includes(name)) await picture(page, look, name, path);
  await context.close();
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
for (const look of looks) await takeAll(browser, look);
await browser.close();
