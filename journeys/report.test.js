// The report and its promises, with script and without: promises taken up, a red one followed to its records, a report written,
// checked, frozen and fetched, any text held against the records.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, openTown, person } from "./town.js";

let town;
before(async () => {
  town = await openTown(["dangzheng", "zhenzhang", "jingji"]);
});
after(() => town?.close());

const PROMISES = (count) => `一、2024年工作回顾
全年化解矛盾纠纷20件。
二、2025年工作任务
力争化解矛盾纠纷${count}件以上。新建农村公厕9处。
`;

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  const count = script ? 5000 : 6000;

  test(`a report's promises are confirmed one by one and taken up together (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/commitments");
    await page.getByRole("link", { name: "从报告读出任务" }).click();
    await page.getByRole("button", { name: "读出任务" }).click();
    await page.getByRole("alert").getByText("请选择文件或粘贴报告全文").waitFor();
    await page.getByLabel("或粘贴全文").fill(PROMISES(count));
    await page.getByLabel("报告名称").fill(`2024年报告 ${how}`);
    await page.getByRole("button", { name: "读出任务" }).click();
    const promise = page.locator("fieldset.promise", { hasText: `${count}件` });
    await promise.getByLabel("对应指标").selectOption({ value: "disputes.settled" });
    await promise.getByLabel("牵头科室").fill("平安法治办公室");
    await promise.getByLabel("责任领导").fill("不填也行");
    const toilets = page.locator("fieldset.promise", { hasText: "公厕" });
    await toilets.getByRole("checkbox").uncheck();
    await page.getByRole("button", { name: "列入选中的任务" }).click();
    await page.getByText("已列入 1 项任务，其中 1 项已确认分解").waitFor();
    assert.equal(await page.getByRole("link", { name: /公厕/ }).count(), 0);
    await context.close();
  });

  test(`a leader follows a red commitment to its records (${how})`, async () => {
    const { page, context } = await person(town, "zhenzhang", { script });
    await page.getByRole("heading", { name: "全镇重点任务" }).waitFor();
    await page.goto("/commitments");
    await page.locator(".lights").getByRole("link", { name: /红灯/ }).click();
    await page.getByRole("link", { name: new RegExp(`${count}件`) }).click();
    await page.getByText(/为时序进度的/).first().waitFor();
    await page.getByText("逐月数据").click();
    const behind = page.getByRole("region", { name: "数字背后的记录" });
    await behind.locator("a.matter").first().click();
    await page.getByRole("heading", { name: "来龙去脉" }).waitFor();
    assert.match(page.url(), /\/registers\/dispute\//);
    await context.close();
  });

  test(`a month's progress is written from the commitment's page (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/commitments?year=2025");
    await follow(page.getByRole("link", { name: new RegExp(`${count}件`) }));
    const of = page.url();
    await page.getByRole("link", { name: "填写本月进展" }).click();
    await page.getByLabel("进展情况").fill(`已下发分解表 ${how}`);
    await page.getByRole("button", { name: "提交登记", exact: true }).click();
    await page.getByText("已登记").waitFor();
    await page.goto(of);
    await page.getByText(`已下发分解表 ${how}`).waitFor();
    await context.close();
  });

  test(`a report is written, previewed, checked, frozen and fetched (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/reports");
    await page.getByRole("link", { name: "新建报告" }).click();
    await page.getByLabel("标题", { exact: true }).fill(`试写报告 ${how}`);
    await page.getByLabel("报告年度").fill("2024");
    await page.getByLabel("只有标题的空白稿").check();
    await page.getByRole("button", { name: "开始写" }).click();
    const text = page.getByLabel("正文（Markdown）");
    await text.fill("# 试写报告\n\n## 2024年工作回顾\n\n全年化解矛盾纠纷{{ fig(\"disputes.settled\", \"2024\") }}，另有37件正在办理。\n");
    if (!script) await page.getByRole("button", { name: "预览并核对" }).click();
    const told = page.locator("#told");
    await told.locator("a.told-bound").first().waitFor();
    await told.getByText("没有绑定的数字 1").waitFor();
    assert.match(await told.locator("a.told-bound").first().getAttribute("href"), /^\/indicators\/disputes\.settled\/lineage\?period=2024/);
    await page.getByRole("button", { name: "保存并定稿" }).click();
    await page.getByRole("alert").getByText(/37件/).waitFor();
    assert.match(await text.inputValue(), /37件/);
    await text.fill("# 试写报告\n\n## 2024年工作回顾\n\n全年化解矛盾纠纷{{ fig(\"disputes.settled\", \"2024\") }}。\n");
    await page.getByText("插入一个数").click();
    await page.getByPlaceholder("指标名称").fill("排查隐患");
    await page.getByRole("button", { name: "查找" }).click();
    const insert = page.locator("#found").getByRole("button", { name: "插入" }).first();
    await (script ? insert.click() : follow(insert));
    assert.match(await text.inputValue(), /fig\("hazards\./);
    await page.getByRole("button", { name: "保存并定稿" }).click();
    await page.getByText("已定稿。").waitFor();
    await page.getByText("没有变化").waitFor();
    const waiting = page.waitForEvent("download", { timeout: 120_000 });
    await page.getByRole("link", { name: /Word/ }).first().click();
    assert.match((await waiting).suggestedFilename(), /\.docx$/);
    await context.close();
  });

  test(`a text is held against the records (${how})`, async () => {
    const { page, context } = await person(town, "jingji", { script });
    await page.goto("/reports/check");
    await page.getByLabel("或粘贴全文").fill("一、2024年工作回顾\n全年累计化解矛盾纠纷7件。\n");
    await page.getByRole("button", { name: "核对", exact: true }).click();
    await page.locator(".told-differs").getByText("7件").waitFor();
    assert.match(await page.getByRole("link", { name: /记录/ }).first().getAttribute("href"), /\/indicators\/disputes\..*\/lineage\?/);
    await context.close();
  });
}

test("of two who write the same report the second loses nothing", async () => {
  const [first, second] = [await person(town, "dangzheng"), await person(town, "jingji")];
  for (const { page } of [first, second]) await page.goto("/reports/2024");
  const text = (page) => page.getByLabel("正文（Markdown）");
  await text(first.page).fill("先写的人改了这一行");
  await text(second.page).fill("后写的人改了那一行");
  await first.page.getByRole("button", { name: "保存", exact: true }).click();
  await first.page.getByText("已保存。").waitFor();
  await second.page.getByRole("button", { name: "保存", exact: true }).click();
  await second.page.getByRole("heading", { name: "别人先保存了" }).waitFor();
  assert.equal((await text(second.page).inputValue()).trim(), "后写的人改了那一行");
  await second.page.locator("ins", { hasText: "先写的人改了这一行" }).waitFor();
  await first.context.close();
  await second.context.close();
});
