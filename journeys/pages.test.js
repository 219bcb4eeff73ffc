// Every page: nothing for axe to find, valid HTML, no sideways scrolling, no complaint in the console; in both languages,
// light and dark, at 360 and 1920 pixels.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mistakes, violations } from "./examine.js";
import { openTown, person, PICTURES } from "./town.js";
import { paths } from "./paths.js";

let town;
before(async () => {
  town = await openTown(["admin"]);
});
after(() => town?.close());

for (const look of ["zh", "en", "zh-dark", "en-dark-large"]) {
  test(`axe finds nothing on any page (${look})`, async () => {
    const { page, context } = await person(town, "admin", { look });
    const found = [];
    for (const path of ["/sign-in", ...(await paths(page))]) {
      if (path === "/sign-in") {
        const door = await person(town, null, { look });
        await door.page.goto(path);
        found.push(...(await violations(door.page, path)));
        await door.context.close();
        continue;
      }
      await page.goto(path);
      found.push(...(await violations(page, path)));
    }
    await context.close();
    assert.deepEqual(found, []);
  });
}

test("every page is valid HTML", async () => {
  const { page, context } = await person(town, "admin");
  const found = [];
  for (const path of await paths(page)) {
    found.push(...(await mistakes(await (await page.request.get(path)).text(), path)));
  }
  await context.close();
  assert.deepEqual([...new Set(found)], []);
});

for (const [look, width] of [["zh", 360], ["zh", 1920], ["zh-dark", 360], ["zh-dark", 1440], ["en", 360], ["en", 1280], ["zh-large", 360]]) {
  test(`no page scrolls sideways or complains (${look}, ${width})`, async () => {
    const { page, context, errors } = await person(town, "admin", { look, width });
    const wide = [];
    for (const path of await paths(page)) {
      errors.length = 0;
      await page.goto(path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide.push(`${path}: ${over}px`);
      const name = path.replace(/^\/|\?.*$/g, "").replace(/[^a-z0-9]+/gi, "-").slice(0, 70);
      await page.screenshot({ path: `${PICTURES}/${name}-${look}-${width}.png` });
      const real = errors.filter((error) => path !== "/nothing/here" || !error.includes("404"));
      assert.deepEqual(real, [], path);
    }
    await context.close();
    assert.deepEqual(wide, []);
  });
}
