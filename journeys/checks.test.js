// Checks, evaluations, papers and disclosures as people do them, with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createHmac } from "node:crypto";
import { follow, openTown, PASSWORD, person } from "./town.js";

let town;
before(async () => {
  town = await openTown(["admin", "jianshe", "dangzheng"]);
});
after(() => town?.close());

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  const month = script ? "2025-02" : "2025-03";

  test(`a village is checked on a phone and the next one follows (${how})`, async () => {
    const { page, context } = await person(town, "jianshe", { script, width: 360 });
    await page.goto(`/checks/environment_check/${month}`);
    await page.getByRole("link", { name: /去检查/ }).first().click();
    await page.getByLabel("检查人员").fill("王芳、李强");
    await page.getByLabel("检查日期").fill(`${month}-20`);
    await page.getByLabel(/柴草、杂物、建材乱堆乱放/).first().fill("3");
    if (script) {
      await page.locator("[data-totals] strong", { hasText: "98.5" }).waitFor();
    } else {
      await follow(page.getByRole("button", { name: "算分" }));
      assert.equal(await page.locator("[data-totals] strong").innerText(), "98.5");
    }
    await follow(page.getByRole("button", { name: "提交并查下一个" }));
    // The demo's clock may stand before that day: then the form says so and nothing is lost.
    if (await page.getByRole("alert").count()) {
      assert.match(await page.getByRole("alert").innerText(), /不能晚于今天|应在检查月份/);
      assert.equal(await page.getByLabel("检查人员").inputValue(), "王芳、李强");
    } else {
      assert.equal(await page.getByLabel("检查人员").inputValue(), "王芳、李强");
      await page.goto(`/checks/environment_check/${month}`);
      await page.getByText("已检 1").waitFor();
    }
    await context.close();
  });

  test(`a month's ranking leads to its records and its bulletin is fetched (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/checks/environment_check/2024-11");
    assert.ok((await page.locator("ol.ends li").count()) >= 6);
    await page.getByRole("link", { name: "通报" }).first().click();
    await page.getByText("得分与名次").waitFor();
    const fetched = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载 Word" }).click();
    assert.match((await fetched).suggestedFilename(), /通报.*\.docx$/);
    await page.goBack();
    await page.goto("/checks/environment_check/2024-11");
    await page.locator("#ranking tbody th a").first().click();
    await page.getByText("检查结果").first().waitFor();
    await context.close();
  });

  test(`an evaluation shows its working and what would be if (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/evaluations");
    await page.locator("main .quick a").first().click();
    await page.locator("tbody th a").last().click();
    const score = await page.locator("tr.sum td").nth(1).innerText();
    await page.getByLabel("用地面积").fill("1");
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByRole("columnheader", { name: "试算后" }).waitFor();
    const then = await page.locator("tr.sum").nth(1).locator("td").last().innerText();
    assert.notEqual(then, score);
    await follow(page.getByRole("link", { name: "恢复原数" }));
    assert.equal(await page.getByRole("columnheader", { name: "试算后" }).count(), 0);
    await context.close();
  });

  test(`a paper of a record is read and fetched (${how})`, async () => {
    const { page, context } = await person(town, "dangzheng", { script });
    await page.goto("/registers/dispute?state=closed");
    await page.locator("tbody th a").first().click();
    await page.getByRole("link", { name: "结案报告", exact: true }).click();
    await page.getByText("矛盾纠纷结案报告").waitFor();
    const fetched = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载 Word" }).click();
    assert.match((await fetched).suggestedFilename(), /结案报告/);
    await context.close();
  });

  test(`a disclosure with a telephone number in it is stopped until looked at (${how})`, async () => {
    const { page, context } = await person(town, "admin", { script });
    await page.goto("/disclosures");
    await page.getByRole("link", { name: "起草" }).click();
    const title = `救助公示 ${how}`;
    await page.getByLabel("标题").fill(title);
    await page.getByLabel("所属区划").selectOption({ index: 1 });
    await page.getByLabel("成文日期").fill("2024-11-20");
    await page.getByLabel("发布单位").fill("岔路镇人民政府");
    await page.getByLabel("一级事项").selectOption({ label: "社会救助与惠农补贴" });
    await page.getByLabel("二级事项").fill("临时救助");
    await page.getByLabel("政府网站").check();
    await page.getByText("后续环节填写的内容").click();
    await page.getByLabel("正文").fill("张三，联系电话13800001234。");
    await page.getByRole("button", { name: "提交登记" }).click();
    await page.getByRole("link", { name: "提交审查" }).click();
    await follow(page.getByRole("button", { name: "提交审查" }));
    const path = new URL(page.url()).pathname;
    await context.close();
    // Whoever drafted it does not review it.
    const { page: review, context: reviewer } = await person(town, "dangzheng", { script });
    await review.goto(path);
    for (const [step, field] of [["保密审查通过", "保密审查结论"], ["隐私审查通过", "隐私审查结论"]]) {
      await review.getByRole("link", { name: step }).click();
      await review.getByLabel(field).selectOption({ label: "可以公开" });
      await review.getByRole("button", { name: step }).click();
    }
    await review.getByRole("link", { name: "发布", exact: true }).click();
    await review.getByText("138****1234").waitFor();
    await review.getByRole("button", { name: "发布", exact: true }).click();
    await review.getByRole("alert").waitFor();
    await review.getByLabel("已逐条核对，可以公开").check();
    await review.getByRole("button", { name: "发布", exact: true }).click();
    await review.getByText("已发布").first().waitFor();
    await reviewer.close();
  });
}

// The six digits of RFC 6238 that an authenticator shows.
function shown(secret, later = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor((Date.now() + later) / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const code = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, "0");
}

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  test(`two-step sign-in is turned on, asked for, recovered from and turned off (${how})`, async () => {
    const { page, context } = await person(town, "jianshe", { script });
    await page.goto("/account");
    await page.getByRole("link", { name: "开启两步验证" }).click();
    await page.getByRole("img", { name: "验证器用的二维码" }).waitFor();
    const secret = (await page.locator("code.secret").innerText()).replaceAll(" ", "");
    await page.getByLabel("验证码").fill(shown(secret));
    await page.getByLabel("现用密码").fill(PASSWORD);
    await page.getByRole("button", { name: "开启两步验证" }).click();
    const recovery = await page.locator("ol.recovery code").allInnerTexts();
    assert.equal(recovery.length, 10);
    await context.close();

    const other = await person(town, null, { script });
    const door = other.page;
    for (const code of ["000 000", recovery[0]]) {
      await door.goto("/sign-in");
      await door.getByLabel("用户名").fill("jianshe");
      await door.getByLabel("密码").fill(PASSWORD);
      await door.getByRole("button", { name: "登录" }).click();
      await door.getByLabel("验证码").fill(code);
      await follow(door.getByRole("button", { name: "登录" }));
    }
    await door.waitForURL("**/today");
    await door.goto("/account/second-step");
    await door.getByText("还剩 9 个恢复码").waitFor();
    await door.getByLabel("现用密码").fill(PASSWORD);
    await door.getByRole("button", { name: "关闭两步验证" }).click();
    await door.getByText("两步验证已关闭").waitFor();
    await other.context.close();
  });
}
