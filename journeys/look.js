// Pictures of pages for people to look at: node look.js <folder> <login> <password> <path>…
import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";

const [folder, login, password, ...paths] = process.argv.slice(2);
const base = process.env.YIBEN_URL ?? "http://127.0.0.1:8600";
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--force-color-profile=srgb"],
});
const looks = (process.env.LOOKS ?? "zh,zh-dark").split(",");
const widths = (process.env.WIDTHS ?? "1920,360").split(",").map(Number);
const context = await browser.newContext({ locale: "zh-CN" });
const page = await context.newPage();
await page.goto(`${base}/sign-in`);
if (login !== "-") {
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', password);
  await page.click("button.btn-primary");
  await page.waitForURL("**/today");
}
for (const look of looks) {
  await context.addCookies([{ name: "yb_look", value: look, url: base }]);
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 600 ? 780 : 1080 });
    for (const path of paths) {
      await page.goto(base + path);
      const name = `${path.replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-").slice(0, 60) || "root"}-${look}-${width}.png`;
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.log(`${path} at ${width} is ${over} px too wide`);
      await page.screenshot({ path: `${folder}/${name}`, fullPage: process.env.FULL === "1" });
      console.log(name);
    }
  }
}
await browser.close();
