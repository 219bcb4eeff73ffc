// From a figure to the record it is made of, and from a point on the map to its record; with script and without.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { archive, MVT, mvt, PNG, png } from "./archive.js";
import { violations } from "./examine.js";
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

// A map that is drawn, with whatever it waited for.
async function openMap(page, path) {
  await page.goto(path);
  await page.locator("[data-map][data-ready]").waitFor({ timeout: 30_000 });
  await still(page);
}

// Until the map neither moves nor waits for anything.
const still = (page) =>
  page.locator("[data-map]").evaluate(({ drawing }) =>
    new Promise((done) => {
      drawing.once("idle", done);
      drawing.triggerRepaint();
    }),
  );

test("a point on the map opens its record's name, state and link", async () => {
  const { page, context, errors } = await person(town, "cun208");
  await openMap(page, "/map?layer=dispute&standing=all");
  // So near that points which lie close have come apart.
  const name = await page.locator("[data-map]").evaluate(async ({ drawing }) => {
    const { features } = await (await fetch("/map/layers/dispute?standing=all")).json();
    drawing.jumpTo({ center: features[0].geometry.coordinates, zoom: 18 });
    return features[0].properties.name;
  });
  await still(page);
  const box = await page.locator("[data-map] canvas").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const popup = page.locator(".maplibregl-popup").getByRole("link", { name }).first();
  await popup.click();
  await page.getByRole("heading", { name: "来龙去脉" }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("points that lie close are one with their number, and a click goes nearer", async () => {
  const { page, context, errors } = await person(town, "pingan");
  await openMap(page, "/map?standing=all");
  const cluster = await page.locator("[data-map]").evaluate(({ drawing }) => {
    const [found] = drawing.queryRenderedFeatures({ layers: ["cluster"] });
    return { count: found.properties.point_count, zoom: drawing.getZoom(), ...drawing.project(found.geometry.coordinates) };
  });
  assert.ok(cluster.count > 1 && cluster.zoom > 10, "the town fills the map");
  const box = await page.locator("[data-map] canvas").boundingBox();
  await page.mouse.click(box.x + cluster.x, box.y + cluster.y);
  // One level nearer at least, to within what drawing rounds.
  await page.waitForFunction((zoom) => document.querySelector("[data-map]").drawing.getZoom() > zoom + 0.99, cluster.zoom);
  await page.getByLabel("安全隐患台账").first().uncheck();
  await still(page);
  assert.equal(await page.locator(".maplibregl-popup").count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

const OSM = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a> 贡献者';

// The town with a base map, as long as `walk` takes.
async function withBaseMap(bytes, walk) {
  const file = join(town.data, "basemap.pmtiles");
  writeFileSync(file, bytes);
  try {
    const { page, context, errors } = await person(town, "pingan");
    const answers = [];
    page.on("response", (answer) => answer.url().includes("/map/base") && answers.push(answer));
    await openMap(page, "/map");
    await walk(page, answers);
    assert.deepEqual(await violations(page, "/map"), []);
    assert.deepEqual(errors, []);
    await context.close();
  } finally {
    rmSync(file);
  }
}

test("a base map of pictures is read by ranges, drawn under the records and named", async () => {
  const sea = [20, 120, 160];
  const bytes = archive(PNG, [{ z: 0, x: 0, y: 0, bytes: png(sea) }], { metadata: { attribution: OSM } });
  await withBaseMap(bytes, async (page, answers) => {
    assert.ok(answers.length >= 3, "its head, what it says of itself and a tile");
    for (const answer of answers) {
      assert.equal(answer.status(), 206);
      assert.match((await answer.request().allHeaders()).range, /^bytes=\d+-\d+$/);
    }
    const colour = await page.locator("[data-map]").evaluate(
      ({ drawing }) =>
        new Promise((done) => {
          // What is drawn can be read while it is being drawn only.
          drawing.once("render", () => {
            const gl = drawing.getCanvas().getContext("webgl2") ?? drawing.getCanvas().getContext("webgl");
            const pixel = new Uint8Array(4);
            gl.readPixels(3, 3, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
            done([...pixel.slice(0, 3)]);
          });
          drawing.triggerRepaint();
        }),
    );
    assert.ok(colour.every((part, at) => Math.abs(part - sea[at]) < 6), `${colour}`);
    const link = page.locator(".map-credit").getByRole("link", { name: "© OpenStreetMap" });
    assert.equal(await link.getAttribute("href"), "https://www.openstreetmap.org/copyright");
  });
});

test("a base map of vector tiles is drawn with its names, and what it says of itself is no page", async () => {
  const world = [[0, 0], [4096, 0], [4096, 4096], [0, 4096]];
  const [x, y] = [3428, 1697];
  const tile = mvt({
    earth: [{ shape: "Polygon", points: world, properties: { kind: "earth" } }],
    roads: [{ shape: "LineString", points: [[x - 400, y], [x + 400, y]], properties: { kind: "highway", name: "沈海高速 G15" } }],
    // The names of the town's villages stand together where the town is; this one has room.
    places: [{ shape: "Point", points: [[x - 90, y]], properties: { kind: "locality", name: "Chalu 岔路（镇区）" } }],
  });
  const attribution = `<b>${OSM}</b><script>document.title = "taken"</script><img src="/nowhere"><a href="javascript:void 0">x</a>`;
  const bytes = archive(MVT, [{ z: 0, x: 0, y: 0, bytes: tile }], { metadata: { attribution, vector_layers: [{ id: "earth" }] } });
  await withBaseMap(bytes, async (page) => {
    // Far enough for a tile of the whole world to be true.
    await page.locator("[data-map]").evaluate(({ drawing }) => drawing.jumpTo({ zoom: 5 }));
    await still(page);
    const found = await page.locator("[data-map]").evaluate(({ drawing }) =>
      ["base-earth", "base-highway", "base-place"].map((layer) => drawing.queryRenderedFeatures({ layers: [layer] })[0]?.properties.kind),
    );
    assert.deepEqual(found, ["earth", "highway", "locality"]);
    const credit = page.locator(".map-credit");
    assert.equal(await credit.innerText(), "© OpenStreetMap 贡献者x");
    assert.equal(await credit.locator("a").count(), 1);
    assert.equal(await credit.locator("img, script, b").count(), 0);
  });
});

test("without a base map nothing is asked of one, and with a wrong one the map goes on", async () => {
  const { page, context, errors } = await person(town, "pingan");
  const asked = [];
  page.on("request", (request) => /map.base|pmtiles/.test(request.url()) && asked.push(request.url()));
  await openMap(page, "/map");
  const file = join(town.data, "basemap.pmtiles");
  writeFileSync(file, "<html>");
  await openMap(page, "/map");
  rmSync(file);
  assert.deepEqual(asked, []);
  assert.deepEqual(errors, []);
  await context.close();
});
