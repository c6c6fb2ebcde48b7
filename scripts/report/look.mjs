// Looks at reports in a headless Chromium. `try.sh` makes them, and calls this with the folder of playwright-core and theirs.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , tools, out] = process.argv;
const { chromium } = createRequire(join(tools, 'node_modules', 'x'))('playwright-core');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

// A page of a window of this size. What goes wrong in it, and what it would load, is collected.
async function open(name, width, height, scheme) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(`error: ${error}`));
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on('dialog', (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const url = pathToFileURL(join(out, name)).href;
  page.on('request', (request) => { if (request.url().split('#')[0] !== url) trouble.push(`loads ${request.url()}`); });
  await page.goto(url);
  return { page, trouble, shot: (file) => page.screenshot({ path: join(out, file) }) };
}

async function close({ page, trouble }) {
  assert.deepEqual(trouble, []);
  await page.context().close();
}

const visible = (page) => page.locator('.cause:visible').count();
const isInView = (locator) => locator.evaluate((found) => {
  const box = found.closest('.entries').getBoundingClientRect();
  const line = found.getBoundingClientRect();
  return line.bottom > box.top && line.top < box.bottom;
});

// The whole corpus, on a dark desktop.
{
  const opened = await open('corpus.html', 1400, 1000, 'dark');
  const { page, shot } = opened;
  assert.match(await page.title(), /^mockras check: RESULT: FAIL \(/);
  const all = await page.locator('.cause').count();
  assert.ok(all > 30, `${all} findings`);
  assert.equal(await page.locator('.cause > details[open]').count(), 1, 'one is open');
  assert.equal(await visible(page), all);

  // A click opens a finding, and what is wrong is in view.
  const second = page.locator('.cause').nth(1);
  await second.locator('> details > summary').click();
  assert.ok(await second.locator('svg.run').last().isVisible());
  assert.ok(await isInView(second.locator('.entries > .marked').first()), 'the marked line is in view');
  await second.locator('> details > summary').click();
  assert.ok(!await second.locator('svg.run').last().isVisible());

  // Filters.
  const form = page.locator('.filters');
  const rule = await page.locator('.cause').nth(3).getAttribute('data-rule');
  await form.locator('[name=rule]').selectOption(rule);
  const shown = await page.$$eval('.cause', (causes) =>
    causes.filter((cause) => !cause.hidden).map((cause) => cause.dataset.rule));
  assert.ok(shown.length > 0 && shown.length < all && shown.every((one) => one === rule), `${shown}`);
  assert.equal(await form.locator('output').textContent(), `${shown.length} of ${all} shown`);
  await form.locator('[name=rule]').selectOption('');
  await form.locator('[name=kind]').selectOption('open');
  const open_ = await visible(page);
  assert.ok(open_ > 0 && open_ < all);
  await form.locator('[name=kind]').selectOption('');
  await form.locator('[name=scenario]').fill('address4/');
  const of4 = await visible(page);
  assert.ok(of4 > 0 && of4 < all);
  await page.keyboard.press('Escape');
  assert.equal(await visible(page), all, 'Escape clears a field');
  await page.keyboard.press('/');
  await page.keyboard.type('no finding says this');
  assert.equal(await visible(page), 0);
  await page.keyboard.press('Escape');

  // Keys.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  assert.ok(await second.locator('svg.run').last().isVisible(), 'j and o open the second finding');
  await page.keyboard.press('k');
  assert.ok(await page.locator('.cause').first().locator('> details > summary').evaluate(
    (summary) => document.activeElement === summary), 'k goes back');

  // The transcript is searched, and a row of the picture leads to its line.
  const first = page.locator('.cause').first();
  const lines = await first.locator('.entries > li').count();
  await first.locator('.find input').fill('initializedll');
  const hits = await first.locator('.entries > li:visible').count();
  assert.ok(hits > 0 && hits < lines, `${hits} of ${lines} lines`);
  assert.equal(await first.locator('.entries > li.hit').count(), hits);
  await first.locator('.find input').fill('');
  const row = first.locator('svg a').last();
  const id = (await row.getAttribute('href')).slice(1);
  await row.locator('text').first().click();
  assert.ok(await isInView(page.locator(`[id="${id}"]`)), 'the line of the row is in view');
  const other = page.locator('.cause:has(.entries details)').first();
  await other.locator('> details').evaluate((details) => { details.open = true; });
  const call = other.locator('.entries details').first();
  await call.locator('summary').click();
  assert.match(await call.locator('pre').textContent(), / = /);

  await page.evaluate(() => scrollTo(0, 0));
  await shot('desktop-dark.png');

  // On paper every finding is open, and no field is left.
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  assert.ok(!await form.isVisible());
  const pdf = await page.pdf();
  assert.ok(pdf.length > 10_000);
  await close(opened);
}

// The same in a narrow window: nothing has to be moved sideways but the pictures.
{
  const opened = await open('corpus.html', 360, 740, 'light');
  const { page, shot } = opened;
  await page.locator('.cause').nth(1).locator('> details > summary').click();
  for (const table of await page.locator('.also > summary').all()) await table.click();
  const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(width <= 360, `${width} pixels are needed`);
  await page.evaluate(() => scrollTo(0, 0));
  await shot('narrow-light.png');
  await page.locator('.shot').first().scrollIntoViewIfNeeded();
  await page.evaluate(() => document.querySelector('.shot').scrollIntoView());
  await shot('narrow-light-run.png');
  await close(opened);
}

// Without a script everything can still be read.
{
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(out, 'corpus.html')).href);
  assert.ok(!await page.locator('.filters').isVisible());
  await page.locator('.cause').nth(1).locator('> details > summary').click();
  assert.ok(await page.locator('.cause').nth(1).locator('svg.run').last().isVisible());
  await context.close();
}

for (const name of ['none.html', 'hostile.html', 'run.svg']) {
  await close(await open(name, 1000, 800, 'light'));
}

{
  const opened = await open('many.html', 1400, 1000, 'light');
  const { page } = opened;
  assert.equal(await page.locator('.cause').count(), 5000);
  assert.match(await page.locator('body > .limit').textContent(), /of 5000 runs are not drawn/);
  await page.locator('.filters [name=text]').fill('gate.c:4999)');
  await close(opened);
}

await browser.close();
console.log('reports are as they should be in Chromium');
