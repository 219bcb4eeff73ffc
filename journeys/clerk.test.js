// A clerk's day, with script and without: each task is done as a person does it, by what the page says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, openTown, person } from "./town.js";

let town;
before(async () => {
  town = await openTown(["admin", "dangzheng", "cun208"]);
});
after(() => town?.close());

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  test(`a dispute is written down, mended, triaged and found again (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/registers/dispute");
    await page.getByRole("link", { name: "登记", exact: true }).click();
    const title = `后山排水沟改道 ${how}`;
    await page.getByLabel("纠纷名称").fill(title);
    await page.getByLabel("涉及人数").fill("好几个");
    await follow(page.getByRole("button", { name: "提交登记" }));
    // Every mistake is told, and what was typed is still there.
    assert.equal(await page.getByRole("alert").count(), 1);
    assert.equal(await page.getByLabel("纠纷名称").inputValue(), title);
    await page.getByRole("alert").getByRole("link").first().click();
    await page.getByLabel("涉及人数").fill("3");
    await page.getByLabel("发生地").selectOption({ index: 2 });
    await page.getByLabel("简要情况").fill("两户因排水沟改道起争执");
    await page.getByLabel("类别").selectOption({ label: "邻里" });
    await page.getByLabel("申请人电话").fill("13800001234");
    await page.getByRole("button", { name: "提交登记" }).click();
    await page.getByText("已登记").waitFor();
    assert.equal(await page.getByText("13800001234").count(), 0);
    await page.getByRole("link", { name: "修改" }).click();
    await page.getByLabel("详细地点").fill("后山脚下");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("已修改。").waitFor();
    await page.getByRole("link", { name: "分流" }).click();
    await page.getByLabel("调解员").fill("赵调解");
    await page.getByRole("button", { name: "分流" }).click();
    await page.getByText("化解中").first().waitFor();
    assert.match(await page.locator(".timeline").innerText(), /后山脚下/);
    await page.getByRole("searchbox", { name: "搜索" }).fill("排水沟改道");
    await page.getByRole("searchbox", { name: "搜索" }).press("Enter");
    await page.getByText(title).first().waitFor();
    await context.close();
  });

  test(`a draft is kept and taken up again (${how})`, async () => {
    const { page, context } = await person(town, "cun208", { script });
    await page.goto("/registers/dispute/new");
    await page.getByLabel("纠纷名称").fill("写到一半的事");
    await page.getByRole("button", { name: "存草稿" }).click();
    await page.getByText("草稿已保存").waitFor();
    await page.goto("/today");
    await page.goto("/registers/dispute/new");
    assert.equal(await page.getByLabel("纠纷名称").inputValue(), "写到一半的事");
    await follow(page.getByRole("button", { name: "丢弃草稿" }));
    assert.equal(await page.getByLabel("纠纷名称").inputValue(), "");
    await context.close();
  });

  test(`a sensitive value is shown once for a reason that the history tells (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/registers/dispute");
    await page.locator("tbody th a").first().click();
    await page.getByText("查看原文").first().click();
    await page.getByLabel("查看原因").fill("回访联系");
    await page.getByRole("button", { name: "查看原文" }).click();
    await page.getByText("离开本页即不再显示").waitFor();
    await page.goto(page.url().replace(/\/reveal.*/, ""));
    assert.equal(await page.getByText("离开本页即不再显示").count(), 0);
    assert.match(await page.locator(".timeline").innerText(), /回访联系/);
    await context.close();
  });

  test(`a list is narrowed, a chip taken off, a view kept (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/registers/dispute");
    await page.getByText("更多条件").click();
    await page.getByRole("combobox", { name: "风险等级" }).selectOption({ label: "红色（重大）" });
    await page.getByRole("button", { name: "筛选" }).first().click();
    await page.getByRole("link", { name: /风险等级：红色/ }).waitFor();
    await page.getByText("视图").first().click();
    await page.getByLabel("视图名称").fill(`红色的 ${how}`);
    await page.getByRole("button", { name: "存为视图" }).click();
    await page.getByText("视图已保存").waitFor();
    await page.getByText("视图", { exact: true }).first().click();
    await page.getByRole("link", { name: `红色的 ${how}` }).click();
    await follow(page.getByRole("link", { name: /风险等级：红色/ }));
    assert.equal(await page.getByRole("link", { name: /风险等级：红色/ }).count(), 0);
    await context.close();
  });

  test(`an administrator makes a person known and verifies the journal (${how})`, async () => {
    const { page, context } = await person(town, "admin", { script });
    await page.goto("/settings/people/new");
    await page.getByLabel("用户名").fill(script ? "xin1" : "xin2");
    await page.getByLabel("姓名").fill("新来的");
    await page.getByLabel("角色 1").selectOption({ label: "村干部" });
    await page.getByLabel("区划 1").selectOption({ index: 2 });
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("已保存").waitFor();
    await page.goto("/settings/journal");
    await page.getByRole("button", { name: "核验流水" }).click();
    await page.getByText("流水完整").waitFor();
    await context.close();
  });
}

test("a board moves when someone else moves a card", async () => {
  const [watcher, doer] = [await person(town, "admin"), await person(town, "dangzheng")];
  await doer.page.goto("/loops/dispute");
  const card = doer.page.locator(".lane", { hasText: "化解中" }).locator("a.case").first();
  const path = await card.getAttribute("href");
  await watcher.page.goto("/loops/dispute");
  const lane = watcher.page.locator(".lane", { hasText: "诉讼仲裁中" });
  assert.equal(await lane.locator(`a.case[href="${path}"]`).count(), 0);
  // The first question only notes where the journal stands.
  await watcher.page.waitForTimeout(3500);
  await doer.page.goto(`${path}/steps/go_to_court`);
  await doer.page.getByLabel("办理说明").fill("已向法院起诉");
  await doer.page.getByRole("button", { name: "转入诉讼仲裁" }).click();
  await lane.locator(`a.case[href="${path}"]`).waitFor({ timeout: 15_000 });
  await watcher.context.close();
  await doer.context.close();
});

test("what is typed is kept by itself while one goes on typing", async () => {
  const { page, context } = await person(town, "cun208");
  await page.goto("/registers/hazard/new");
  await page.locator("form.entry input[type=text]").first().fill("自己存下来的");
  await page.getByText("草稿已保存").waitFor({ timeout: 15_000 });
  await page.reload();
  assert.equal(await page.locator("form.entry input[type=text]").first().inputValue(), "自己存下来的");
  await context.close();
});
