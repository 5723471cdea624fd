// The reporter of the run, loaded by the parent of `node --test`; the candidate's code runs in its children.
// Standard input holds the nonce that opens the report. Suites are left out: their tests speak for them.
import { readFileSync } from "node:fs";

const nonce = readFileSync(0, "utf8").trim();

export default async function* report(source) {
  const passed = [];
  const failed = [];
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const good = type === "test:pass" && !data.skip && !data.todo;
    if (data.details?.type === "suite") {
      if (!good) failed.push(data.name);
      continue;
    }
    (good ? passed : failed).push(data.name);
  }
  yield `\n${nonce}${JSON.stringify({ passed, failed, tampered: [] })}\n`;
}
