// What there is to find fault with on a page: what axe says of it, and whether its HTML is valid.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  // Forms of packs name their inputs by field; lists may carry a label where their role needs none.
  rules: { "no-inline-style": "error", "long-title": "off", "void-style": "off", "tel-non-breaking": "off", "prefer-native-element": "off" },
});

export async function violations(page, path) {
  // Evaluated from outside the page, so that the page's own policy stays as strict as it is.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  return violations.map((each) => `${path}: ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
}

export async function mistakes(html, path) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  return messages.map((message) => `${path}:${message.line}: ${message.ruleId}: ${message.message}`);
}

// Everything there is to find on the page that is open, at its width and on a phone.
export async function faults(page, name) {
  const found = await violations(page, name);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 780 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(size);
  if (over > 0) found.push(`${name}: ${over} px too wide on a phone`);
  return found.concat(await mistakes(await page.evaluate(() => `<!DOCTYPE html>${document.documentElement.outerHTML}`), name));
}
