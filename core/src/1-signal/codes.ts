/**
 * The register of coded errors: one row a code, each with what it means and what to do.
 * docs/errors.md is generated from it. A code is never used again for something else.
 */
export const codes = {
  SIG_SHAPE: { means: "The message is not a signal.", remedy: "Compare it with docs/guide/signals.md." },
  SIG_KIND: { means: "The kind is not in the table.", remedy: "Use a kind of docs/guide/kinds.md, or add a row." },
  SIG_DESK: {
    means: "This is said on a page of its own, where the right to say it is checked.",
    remedy: "Use the page that belongs to it; a device, an import and the general chart cannot say it.",
  },
  SIG_UNIT: { means: "The unit is not the kind's.", remedy: "Convert at the device; units are never guessed." },
  SIG_VALUE: { means: "The value is not of the kind's shape.", remedy: "Send the shape that the kind declares." },
  SIG_RANGE: {
    means: "The value is outside what is plausible.",
    remedy: "Check the sensor; if it is right, widen the row with a source.",
  },
  SIG_NUMBER: { means: "The value is not a finite number.", remedy: "Leave out the sample, or mark a gap with null." },
  SIG_FUTURE: { means: "The time lies ahead of the server's clock.", remedy: "Set the device's clock (NTP)." },
  SIG_TIME: { means: "The time is not ISO 8601 with a zone.", remedy: "Send for example 2026-01-31T09:30:00+09:00." },
  SIG_SUBJECT: { means: "Nobody of that id is here.", remedy: "Admit the person, or bind the device to one." },
  SIG_BINDING: {
    means: "The device was not bound to that person then.",
    remedy: "Correct the binding on the person's page.",
  },
  SIG_CONSENT: { means: "The person has not consented.", remedy: "Ask for consent; nothing was stored." },
  SIG_SOURCE: {
    means: "The sender may not speak for that source.",
    remedy: "Use the token that was made for the device.",
  },
  SIG_SIZE: { means: "The message is larger than is accepted.", remedy: "Split it." },
  WAVE_FORM: {
    means: "The binary waveform message cannot be read.",
    remedy: "See docs/guide/wave-format.md; nothing was stored.",
  },
  REC_SHAPE: { means: "The record is not of its type's shape.", remedy: "See the field named." },
  REC_CONFLICT: { means: "Somebody changed the record meanwhile.", remedy: "Load it again and repeat the change." },
  REC_MISSING: { means: "There is no such record.", remedy: "Check the id." },
  ACT_UNDECLARED: {
    means: "The skill wished what it never declared.",
    remedy: "Add it to `does`, and have it reviewed.",
  },
  ACT_FORBIDDEN: { means: "The role does not permit it.", remedy: "Ask an administrator for the role." },
  ACT_CONSENT: { means: "The person has not consented to it.", remedy: "Ask for consent." },
  SKILL_THREW: { means: "The skill failed in its turn.", remedy: "It goes on at its next turn; tell its owner." },
  SKILL_SLOW: { means: "The skill exceeded its time.", remedy: "It was stopped and restarted; tell its owner." },
  SKILL_DIED: {
    means:
      "The skill's worker ended, or never began: out of memory, ended by the skill itself, or a module that does not load.",
    remedy: "It rests for this person and is started anew; tell its owner.",
  },
  SKILL_OUTPUT: {
    means: "The skill returned what the contract forbids.",
    remedy: "The turn was discarded; tell its owner.",
  },
  STORE_FULL: {
    means: "The disk is full.",
    remedy: "Free space, or shorten retention; what was acknowledged is safe.",
  },
  STORE_CORRUPT: {
    means: "A file of the store is damaged.",
    remedy: "Nothing was deleted; run `sakiyomi doctor`, then restore it from a backup.",
  },
  STORE_VERSION: {
    means: "The database is newer than this program.",
    remedy: "Use the newer program, or restore an older backup.",
  },
  STORE_LOCKED: { means: "Another process has the database open.", remedy: "Stop the other one first." },
  STORE_NOT_EMPTY: { means: "The folder is not empty.", remedy: "Name an empty one; nothing was changed." },
  STORE_BACKUP: { means: "The backup is unfinished or damaged.", remedy: "Use another backup; nothing was restored." },
  STORE_CLOSED: { means: "The store was already closed.", remedy: "This is a defect: please report it." },
  JOURNAL_CHANGED: { means: "A journal entry is not what was written.", remedy: "Keep the files, tell the auditor." },
  JOURNAL_CUT: { means: "The journal ends before its anchored head.", remedy: "Keep the files, tell the auditor." },
  JOURNAL_ORDER: { means: "Journal entries are missing or out of order.", remedy: "Keep the files, tell the auditor." },
  ACCESS_SIGNED_OUT: { means: "Nobody is signed in.", remedy: "Sign in, then try again." },
  ACCESS_ROLE: { means: "Your role does not permit it.", remedy: "Ask an administrator for the role." },
  ACCESS_PERSON: {
    means: "This person is not one of those in your care.",
    remedy: "Ask who is responsible, or break the glass with a reason.",
  },
  ACCESS_FULL: { means: "It needs a full sign-in, not a PIN.", remedy: "Sign in with your passkey or password." },
  ACCESS_CSRF: { means: "The request did not come from the page.", remedy: "Load the page again." },
  ACCESS_WRONG: {
    means: "The name or the secret is wrong.",
    remedy: "Try again; an administrator can set a new password.",
  },
  ACCESS_WAIT: { means: "There were too many wrong tries.", remedy: "Wait as long as the answer says." },
  ACCESS_HOST: {
    means: "The server is not known under this name.",
    remedy: "Open the address that it printed, or start it with --lan NAME.",
  },
  ACCESS_TOKEN: {
    means: "The device token is missing, wrong or withdrawn.",
    remedy: "Make a new token on the page of devices.",
  },
  ACCESS_SETUP: {
    means: "The one-time address was used, or is wrong.",
    remedy: "Sign in, or restart the server for a new address.",
  },
  ACCESS_WEAK: {
    means: "The secret is too weak.",
    remedy: "Take at least 12 characters, or a PIN of 6 digits that are not a row.",
  },
  ACCESS_PASSKEY: { means: "The passkey could not be checked.", remedy: "Try again, or use the password." },
  HTTP_SHAPE: { means: "The request is not of the shape that the route takes.", remedy: "See docs/guide/api.md." },
  HTTP_ROUTE: { means: "There is no such address.", remedy: "See docs/guide/api.md." },
  HTTP_MEDIA: { means: "The content type is not accepted here.", remedy: "See docs/guide/connect-your-device.md." },
  HTTP_DEFECT: { means: "The server failed.", remedy: "This is a defect: please report it with the time." },
  PUSH_HOST: {
    means: "The address is not one of a known push service.",
    remedy: "Add the service to the settings if you trust it.",
  },
  FILE_FORM: {
    means: "A file is damaged, cut off, or of another format.",
    remedy: "Copy it again from where it came from; nothing of it was stored.",
  },
  FILE_MAP: { means: "A channel or column has no kind.", remedy: "Name its kind with --map, or leave it out." },
  CLI_USAGE: { means: "The command was given wrongly.", remedy: "See `sakiyomi help COMMAND`." },
  CLI_FOLDER: {
    means: "A folder is missing, or may not be used.",
    remedy: "Name another with --data, or run `sakiyomi doctor`.",
  },
  CLI_FILE: { means: "A file cannot be read or written.", remedy: "Check its name and who may use it." },
  CLI_PORT: { means: "The port cannot be opened.", remedy: "Choose another with --port, or stop the other program." },
  CLI_SERVER: {
    means: "The server does not answer as expected.",
    remedy: "Start it with `sakiyomi start`, or name the right one with --to.",
  },
  CLI_SQL: {
    means: "The database did not understand the SQL.",
    remedy: "`sakiyomi sql --help` shows the views and their columns.",
  },
  CLI_PART: { means: "A part of the program is not installed.", remedy: "Run `npm ci` in a clone of the project." },
  CLI_PAGE: {
    means: "The page could not be built.",
    remedy: "Run `npm run build -w apps/web` to see why; --no-page starts without it.",
  },
  CLI_NODE: { means: "This Node is too old.", remedy: "Run `npm ci` in the clone, which brings Node 24 along." },
  CLI_DEFECT: {
    means: "The program failed where it must not.",
    remedy: "This is a defect: please report it with what --debug prints.",
  },
  GS1_SHAPE: {
    means: "The code is cut off, or is not one of GS1.",
    remedy: "Scan it again; where it is damaged, take another package or ask the pharmacy.",
  },
  GS1_CHECK: {
    means: "The check digit of a code is wrong.",
    remedy: "Scan it again; a code that was typed has a wrong digit.",
  },
  GS1_FIELD: {
    means: "A field of the code is unknown, stands twice, or its separator is missing.",
    remedy: "Scan it again; if it stays, the label was printed wrongly: tell the pharmacy.",
  },
  GS1_TEXT: {
    means: "A field of the code has characters or a length that GS1 does not allow there.",
    remedy: "Scan it again; if it stays, the label was printed wrongly: tell the pharmacy.",
  },
  GS1_DATE: {
    means: "A date in the code is not in the calendar.",
    remedy: "Read the date on the package; do not use it where none can be read.",
  },
  DRUG_TABLE: {
    means: "The table of drugs lacks a column, or is not CSV.",
    remedy: "Take the list as docs/medication/codes.md describes it; nothing of it was stored.",
  },
  DRUG_ROW: {
    means: "A row of the table of drugs is wrong.",
    remedy: "Correct the line named; the other rows were taken.",
  },
  MED_ORDER: {
    means: "The order lacks something that an order has to say, or contradicts itself.",
    remedy: "Correct the field named; nothing was kept.",
  },
  MED_CHANGE: {
    means: "The order cannot be changed in this way.",
    remedy: "Load it again; where it is over, write a new order.",
  },
  MED_BLOCKED: {
    means: "The check at the bedside speaks against it.",
    remedy: "Read what it says; it is given with an override and its reason, or not at all.",
  },
  MED_GIVEN: {
    means: "This dose was given already.",
    remedy: "Do not give it again; look who gave it, and when.",
  },
  MED_LEASE: {
    means: "Another device has this person's round.",
    remedy: "Ask whoever holds it, or break the lease with a reason.",
  },
  MED_CHECK: {
    means: "The scan that the dose refers to is missing, too old, or of something else.",
    remedy: "Scan the person and the medicine again.",
  },
  MED_CHAIN: {
    means: "A link of the device's queue is missing or was changed.",
    remedy: "Send it again from the number named; everything before it is kept.",
  },
  MED_SIGNATURE: {
    means: "A link was not signed with the key of its device.",
    remedy: "Everything before it is kept; register the device anew, and enter by hand what it still shows.",
  },
  MED_DEVICE: {
    means: "The device is not registered for medicines, or under another key.",
    remedy: "Open the round on it while there is a network.",
  },
  MED_WITNESS: {
    means: "The second person's signature is missing, used, over, or for other doses.",
    remedy: "The second person signs in again, for these doses.",
  },
  RETENTION: { means: "The law requires the record to be kept.", remedy: "Erase after the date named." },
} as const;

export type Code = keyof typeof codes;
