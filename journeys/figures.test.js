// From a figure to the record it is made of, and from a point on the map to its record; with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, openTown, person } from "./town.js";

let town;
before(async () => {
  town = await openTown(["pingan", "cun208"]);
});
after(() => town?.close());

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  test(`an indicator is found, broken down and followed to a record (${how})`, async () => {
    const { page, context } = await person(town, "pingan", { script });
    await page.goto("/today");
    await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "指标" }).click();
    await page.getByRole("searchbox", { name: "名称或别称" }).fill("化解各类");
    await page.getByLabel("年份").selectOption("2024");
    await page.getByRole("button", { name: "查看" }).click();
    await page.getByRole("link", { name: "化解矛盾纠纷", exact: true }).click();
    const whole = Number((await page.locator(".figure-great a").innerText()).replace(/\D/g, ""));
    assert.equal(whole, 545);
    await page.getByRole("combobox", { name: "分组" }).selectOption({ label: "村（下级区划）" });
    await follow(page.getByRole("button", { name: "查看" }));
    assert.match(await page.locator("main").innerText(), /不是行政区划界线/);
    const parts = await page.locator("tbody td.num:nth-of-type(1) a").allInnerTexts();
    assert.equal(parts.map(Number).reduce((sum, part) => sum + part, 0), whole, "the villages add up to the town");
    const row = page.getByRole("row", { name: /天河村/ });
    const count = Number(await row.locator("a.figure").innerText());
    await row.locator("a.figure").click();
    await page.getByText("逐条加总与指标一致").waitFor();
    assert.equal(await page.locator("tbody tr").count(), count);
    await page.locator("tbody th a").first().click();
    await page.getByRole("heading", { name: "来龙去脉" }).waitFor();
    await context.close();
  });

  test(`figures are set side by side (${how})`, async () => {
    const { page, context } = await person(town, "pingan", { script });
    await page.goto("/indicators?q=%E5%B9%B3%E5%AE%89%E4%B9%8B%E5%AE%B6&year=2024&part=1-12");
    await page.getByRole("checkbox", { name: /平安之家受理事项/ }).check();
    await page.getByRole("checkbox", { name: /平安之家受理并已化解事项/ }).check();
    await follow(page.getByRole("button", { name: "并排比较所选" }));
    assert.equal(await page.locator("tbody tr").count(), 2);
    await page.getByText("区划（可多选）").click();
    await page.getByRole("checkbox", { name: "湖头村" }).check();
    await page.getByRole("checkbox", { name: "岔路村" }).check();
    await follow(page.getByRole("button", { name: "并排比较" }));
    assert.equal(await page.locator("tbody tr").count(), 4);
    await context.close();
  });

  test(`the map's layers are chosen and lead to a record (${how})`, async () => {
    const { page, context, errors } = await person(town, "pingan", { script });
    await page.goto("/map");
    await page.getByLabel("矛盾纠纷台账").first().uncheck();
    await page.getByLabel("办理").selectOption({ label: "已办结" });
    await follow(page.getByRole("button", { name: "查看" }));
    assert.equal(await page.getByRole("heading", { name: "矛盾纠纷台账" }).count(), 0);
    await page.getByRole("region", { name: "安全隐患台账" }).locator("a.matter").first().click();
    await page.getByRole("heading", { name: "来龙去脉" }).waitFor();
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test("a point on the map opens its record's name, state and link", async () => {
  const { page, context, errors } = await person(town, "cun208");
  await page.goto("/map?layer=dispute&standing=all");
  await page.locator("[data-map][data-ready]").waitFor({ timeout: 30_000 });
  // One of the points, wherever it lies on the screen by now.
  const spot = await page.locator("[data-map]").evaluate(async (ground) => {
    const { features } = await (await fetch("/map/layers/dispute?standing=all")).json();
    return { name: features[0].properties.name, ...ground.drawing.project(features[0].geometry.coordinates) };
  });
  const box = await page.locator("[data-map] canvas").boundingBox();
  await page.mouse.click(box.x + spot.x, box.y + spot.y);
  const popup = page.locator(".maplibregl-popup").getByRole("link", { name: spot.name }).first();
  await popup.click();
  await page.getByRole("heading", { name: "来龙去脉" }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});
