// From an office's own ugly ledger to a pack, from the pack to the county's form: as a clerk and an administrator do it, with
// script and without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faults } from "./examine.js";
import { follow, openTown, person } from "./town.js";

let ledgers;
// Where pages stand that only come about on the way, they are looked at as all others are.
const looked = async (page, script, name) => script && assert.deepEqual(await faults(page, name), []);
before(async () => {
  // The ledgers are made by the same code as those that the reader is tested with.
  ledgers = process.env.YIBEN_LEDGERS ?? mkdtempSync(join(tmpdir(), "yiben-ledgers-"));
  if (!process.env.YIBEN_LEDGERS) {
    const made = spawnSync("cargo", ["run", "--quiet", "--package", "yiben-sheet", "--example", "ugly", "--", ledgers], { cwd: "..", encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
  }
});
after(() => {
  if (!process.env.YIBEN_LEDGERS) rmSync(ledgers, { recursive: true, force: true });
});

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  describe(how, () => {
    // What was confirmed once is remembered, so each way has a town of its own.
    let town;
    before(async () => {
      town = await openTown(["admin", "dangzheng"]);
    });
    after(() => town?.close());

    test(`a ledger becomes a pack, its rows records, and the county's form is filled from them (${how})`, async () => {
      const { page, context } = await person(town, "admin", { script });
      const name = script ? "yinhuan_one" : "yinhuan_two";
      await page.goto("/settings/packs");
      await page.getByRole("link", { name: "由台账草拟业务包" }).click();
      await page.getByLabel("台账文件").setInputFiles(join(ledgers, "hazards.xlsx"));
      await page.getByRole("button", { name: "草拟" }).click();
      // Without a name nothing is drafted.
      await page.getByRole("alert").getByText("请填写代号").waitFor();
      await page.getByLabel("台账文件").setInputFiles(join(ledgers, "hazards.xlsx"));
      await page.getByLabel("代号").fill(name);
      await page.getByRole("button", { name: "草拟" }).click();
      await page.getByRole("heading", { name: "猜了什么，为什么" }).waitFor();
      await looked(page, script, "draft");
      assert.match(await page.getByRole("row", { name: /隐患等级/ }).innerText(), /代码.*2 种不同的值/s);

      // A mistake is told at its line and the text is not lost.
      const draft = await page.getByLabel("内容").inputValue();
      await page.getByLabel("内容").fill(draft.replace('type = "money"', 'type = "gold"'));
      await follow(page.getByRole("button", { name: "检查" }));
      assert.match(await page.locator(".mistakes").innerText(), /gold/);
      await looked(page, script, "mistakes");
      const title = `隐患整改台账${script ? "一" : "二"}`;
      await page.getByLabel("内容").fill(draft.replaceAll("安全生产隐患排查整改台账", title));
      await page.getByRole("button", { name: "检查" }).click();
      await page.getByText("新业务包").waitFor();
      await page.getByRole("button", { name: "使其生效，并导入这份台账" }).click();
      // Bringing a pack into force tells the whole journal again, which takes its time; the page waits by itself.
      await page.getByRole("heading", { name: "每一列是什么" }).waitFor({ timeout: 180_000 });

      await looked(page, script, "review");
      // The ledger tells no village, and every record must belong to one.
      await page.getByRole("combobox", { name: /所属村/ }).selectOption({ label: "\u3000上金村" });
      await page.getByRole("button", { name: "按这样对应，重新看结果" }).click();
      await page.getByRole("button", { name: "导入 14 行" }).click();
      await page.getByText("已导入").first().waitFor();
      assert.equal(await page.locator(".tile", { hasText: "新增" }).locator("b").innerText(), "14");
      await looked(page, script, "batch");

      // The county's form.
      await page.goto("/forms");
      await page.getByLabel("空表文件").setInputFiles(join(ledgers, "form-hazards.xlsx"));
      await page.getByLabel("报表名称").fill(`隐患月报 ${how}`);
      await page.getByLabel("要表单位").fill("县应急管理局");
      await page.getByRole("button", { name: "登记并找空格" }).click();
      await page.getByText("已登记").waitFor();
      await looked(page, script, "answers");
      const count = page.getByRole("row", { name: /件数/ });
      await count.getByRole("combobox").first().selectOption("other");
      await count.getByRole("textbox").or(count.locator("input[list]")).first().fill(`${title}件数`);
      const money = page.getByRole("row", { name: /整改资金/ });
      await money.getByRole("combobox").first().selectOption("other");
      await money.locator("input[list]").fill(`${name}.zheng_gai_zi_jin`);
      const drills = page.getByRole("row", { name: /消防演练/ });
      await drills.getByRole("combobox").first().selectOption("ask");
      await drills.locator("input[list]").fill("应急管理站老周");
      await page.getByRole("button", { name: "全部确认" }).click();
      await page.getByText("都确认了").waitFor();
      await looked(page, script, "form");
      await page.getByLabel("报告期").selectOption("2024-03");
      await page.getByRole("button", { name: "自动填" }).click();
      await page.getByRole("heading", { name: /2024年3月/ }).waitFor();
      assert.match(await page.locator("#filled").innerText(), /月报!C4/);
      await looked(page, script, "filling");
      const cell = page.locator("#filled tr", { hasText: "月报!C4" });
      assert.equal(await cell.locator("td.num a").innerText(), "7");
      assert.match(await cell.locator("td.num a").getAttribute("href"), new RegExp(`/indicators/${name}.count/lineage`));
      assert.match(await page.locator("#unfilled").innerText(), /消防演练次数.*应急管理站老周/s);

      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载填好的表" }).click()]);
      assert.match(download.suggestedFilename(), /form-hazards-2024年3月.xlsx/);
      assert.equal(readFileSync(await download.path()).subarray(0, 2).toString(), "PK");
      await page.getByRole("button", { name: "记为已报" }).click();
      await page.getByText("已记为已报").waitFor();
      await page.getByRole("link", { name: "2024年3月" }).click();
      await page.getByText("没有不同").waitFor();
      await context.close();
    });

    test(`a ledger is sent, its columns confirmed, brought in, sent again and taken back (${how})`, async () => {
      const { page, context } = await person(town, "dangzheng", { script });
      await page.goto("/registers/dispute");
      await page.getByRole("link", { name: "从表格导入" }).click();
      assert.equal(await page.getByLabel("导入到台账").inputValue(), "dispute");
      await page.getByLabel("表格文件").setInputFiles(join(ledgers, "disputes.xlsx"));
      await page.getByRole("button", { name: "上传并识别" }).click();
      await page.getByRole("heading", { name: "每一列是什么" }).waitFor();
      // Somewhere else and back: nothing has to be sent again.
      await page.goto("/imports");
      await page.getByRole("link", { name: "disputes.xlsx" }).first().click();
      await page.getByRole("heading", { name: "每一列是什么" }).waitFor();
      assert.match(await page.locator(".asides").first().textContent(), /合计行.*脚注/s);

      // What the ledger does not tell is told once, what is in doubt decided, and then it comes in.
      await page.getByLabel("纠纷名称").fill(`旧台账里的纠纷 ${how}`);
      await page.getByLabel("简要情况").fill("见旧台账");
      await page.getByLabel("受理日期").fill("2024-01-01");
      await page.getByRole("combobox", { name: /土地山林/ }).selectOption({ index: 1 });
      await page.getByRole("combobox", { name: /对应字段 备注/ }).selectOption("");
      await page.getByRole("button", { name: "按这样对应，重新看结果" }).click();
      await page.getByRole("button", { name: /^导入 \d+ 行/ }).click();
      await page.getByText("已导入").first().waitFor();
      const made = Number(await page.locator(".tile", { hasText: "新增" }).locator("b").innerText());
      assert.ok(made > 0);
      const address = page.url();

      // Sent once more it says nothing new.
      await page.goto("/imports?register=dispute");
      await page.getByLabel("表格文件").setInputFiles(join(ledgers, "disputes.xlsx"));
      await page.getByRole("button", { name: "上传并识别" }).click();
      await page.getByRole("heading", { name: "逐行结果" }).waitFor();
      assert.equal(await page.locator(".tile", { hasText: "新增" }).locator("b").innerText(), "0");

      await page.goto(address);
      await page.getByText("整批撤回").first().click();
      await page.getByLabel("撤回的理由").fill("导错了");
      await page.getByRole("button", { name: "整批撤回" }).click();
      await page.getByText(`作废 ${made} 条`).first().waitFor();
      await context.close();
    });
  });
}
