// Every page there is, with who may look at it. A new page is added here, and is then looked at by axe, by the validator
// and at both widths.
export async function paths(page) {
  await page.goto("/registers/dispute");
  const record = await page.locator("tbody th a").first().getAttribute("href");
  await page.goto(record);
  const steps = page.locator(".steps a");
  const step = (await steps.count()) > 0 ? [await steps.first().getAttribute("href")] : [];
  await page.goto("/evaluations");
  const year = await page.locator("main .quick a").first().getAttribute("href");
  await page.goto(year);
  const one = await page.locator("tbody th a").first().getAttribute("href");
  await page.goto("/commitments");
  const commitment = await page.locator("tbody th a").first().getAttribute("href");
  return [
    "/today",
    "/commitments",
    "/commitments?by=chapter&light=red",
    "/commitments?year=2019",
    "/commitments/adopt",
    commitment,
    "/messages",
    "/loops",
    "/loops/dispute",
    "/indicators",
    "/indicators?q=nothing-at-all",
    "/indicators/disputes.settled?period=2024",
    "/indicators/disputes.settled?period=2024&by=place&compare=true",
    "/indicators/disputes.settled?period=2024&by=place,category",
    "/indicators/economy.gross_output?period=2025",
    "/indicators/disputes.settled/lineage?period=2024-03",
    "/indicators/disputes.settlement_rate/lineage?period=2024",
    "/indicators/compare",
    "/indicators/compare?i=disputes.settled&i=hazards.found&year=2023&year=2024",
    "/map",
    "/map?layer=none",
    "/reports",
    "/reports/new",
    "/reports/2024",
    "/reports/check",
    "/registers/dispute",
    "/registers/dispute?q=%E6%BB%B4%E6%B0%B4&state=mediating&f.category=neighbour",
    "/registers/dispute?q=nothing-at-all",
    "/registers/dispute/new",
    record,
    `${record}/edit`,
    ...step,
    "/registers/hazard",
    "/registers/hazard/new",
    "/registers/environment_check",
    "/registers/environment_check/new",
    "/registers/project/new",
    "/imports",
    "/forms",
    "/packs/infer",
    "/search?q=%E6%BB%B4%E6%B0%B4",
    "/search",
    "/account",
    "/account/second-step",
    "/checks",
    "/checks/environment_check/2024-11",
    "/checks/environment_check/2025-06",
    "/checks/environment_check/2024-11/bulletin",
    "/disclosures?year=2024",
    "/disclosures?year=2024&class=rules",
    "/evaluations",
    year,
    one,
    `${one}?land_mu=5`,
    `${record}/papers/agreement`,
    `${record}?did=settle`,
    "/nothing/here",
    "/settings/people",
    "/settings/people/new",
    "/settings/places",
    "/settings/places/330226105208",
    "/settings/packs",
    "/settings/packs/disputes",
    "/settings/deliveries",
    "/settings/journal",
  ];
}
