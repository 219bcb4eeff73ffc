// A demo town of its own for the journeys, served by the program under test, and browsers to walk through it.
import { chromium } from "playwright-core";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = process.env.YIBEN ?? "../target/debug/yiben";
export const PASSWORD = "一条很长的密码 2026";
// Pictures are products of a run and stay outside the repository.
export const PICTURES = process.env.YIBEN_PICTURES ?? join(tmpdir(), "yiben-pictures");

export async function openTown(logins) {
  const folder = mkdtempSync(join(tmpdir(), "yiben-town-"));
  const data = join(folder, "town");
  const run = (args, input) => {
    const done = spawnSync(PROGRAM, [...args, "--data", data], { input, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`${args.join(" ")}: ${done.stderr}`);
    return done.stdout;
  };
  // A town that was made before saves making one for each file of journeys.
  if (process.env.YIBEN_TOWN) cpSync(process.env.YIBEN_TOWN, data, { recursive: true });
  else run(["demo", "--no-serve"]);
  for (const login of logins) run(["user", "password", login], PASSWORD);
  const server = spawn(PROGRAM, ["serve", "--data", data, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    let told = "";
    server.stdout.on("data", (part) => {
      told += part;
      const found = told.match(/http:\/\/[0-9.:]+/);
      if (found) resolve(found[0]);
    });
    server.on("exit", (code) => reject(new Error(`the program ended with ${code}`)));
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  mkdirSync(PICTURES, { recursive: true });
  return {
    address,
    browser,
    // The town's folder, for what an administrator lays into it.
    data,
    async close() {
      await browser.close();
      server.removeAllListeners("exit");
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// A person at a browser. `script: false` switches script off.
export async function person(town, login, { script = true, look = "zh", width = 1280 } = {}) {
  const context = await town.browser.newContext({
    baseURL: town.address,
    javaScriptEnabled: script,
    locale: look.startsWith("en") ? "en-GB" : "zh-CN",
    viewport: { width, height: width < 600 ? 780 : 1000 },
  });
  await context.addCookies([{ name: "yb_look", value: look, url: town.address }]);
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  if (login) {
    await page.goto("/sign-in");
    await page.fill("[name=login]", login);
    await page.fill("[name=password]", PASSWORD);
    await page.click("button.btn-primary");
    await page.waitForURL("**/today");
  }
  return { page, context, errors };
}

// A click returns before the page it leads to is there. Whoever reads next what both pages have waits for the new one.
export async function follow(leading) {
  await Promise.all([leading.page().waitForNavigation(), leading.click()]);
}
