// Opens pages in Chromium as a reader would, without a network, and prints what is wrong with them, a line each.
// node check.mjs <folder of node_modules> <chromium> <folder for PDFs> <page>...
import { createRequire } from "node:module";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, prints, ...pages] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDE = { width: 1200, height: 900 };
const NARROW = { width: 360, height: 640 };
const SMALLEST = 10; // pixels of CSS: a raised number of a note is the smallest that a page may show
const SMALLEST_TEXT = 13; // of what is read at length

const problems = [];
function report(page, message) {
  problems.push(`${page}: ${message}`);
}

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

async function open(path, viewport) {
  const context = await browser.newContext({ viewport, offline: true });
  const page = await context.newPage();
  const name = join(basename(dirname(path)), basename(path));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) report(name, `asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => report(name, `could not load ${request.url()}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) report(name, `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => report(name, `script: ${error.message}`));
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  return { context, page, name };
}

// What can be measured in the page itself; runs there.
function measure({ smallest, smallestText }) {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll") && !e.closest(".skip"))
      .map((e) => `${e.tagName.toLowerCase()}.${e.className}`);
    found.push(`scrolls sideways: ${document.documentElement.scrollWidth} px in ${width}; ${wide.slice(0, 3).join(", ")}`);
  }
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth + 1 && (box.tabIndex < 0 || !box.getAttribute("aria-label"))) {
      found.push("a part that scrolls cannot be reached with the keyboard, or has no name");
    }
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest("svg, style, script, .skip")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    const least = parent.closest("sup, .sources li::marker") ? smallest : smallestText;
    if (size < least) small.add(`${parent.tagName.toLowerCase()} "${text.data.trim().slice(0, 30)}" ${size.toFixed(1)} px`);
  }
  if (small.size) found.push(`text too small: ${[...small].slice(0, 3).join("; ")}`);
  for (const svg of document.querySelectorAll("figure svg")) {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const sizes = [...svg.querySelectorAll("text")].map((t) => parseFloat(getComputedStyle(t).fontSize) * scale);
    const least = Math.min(...sizes);
    if (least < 7) found.push(`${svg.id}: words of ${least.toFixed(1)} px in a drawing`);
  }
  for (const image of document.images) {
    if (!image.complete || !image.naturalWidth) found.push(`a picture is not shown: ${image.alt}`);
  }
  const title = document.title.trim();
  if (!title) found.push("has no title");
  return found;
}

async function check(path, viewport) {
  const { context, page, name } = await open(path, viewport);
  const where = `${name} at ${viewport.width} px`;
  for (const message of await page.evaluate(measure, { smallest: SMALLEST, smallestText: SMALLEST_TEXT })) {
    report(where, message);
  }
  // The page forbids scripts from elsewhere; what the debugger runs is not bound by that.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const violation of violations) {
    const node = violation.nodes[0];
    report(where, `axe ${violation.id} (${violation.impact}, ${violation.nodes.length}): ${violation.help}; ${node.html.slice(0, 160)}`);
  }
  if (viewport === WIDE) {
    // Every way from page to page, and into the page, leads somewhere.
    const [links, ids] = await page.evaluate(() => [
      [...document.querySelectorAll("a[href]")].map((a) => a.href),
      [...document.querySelectorAll("[id]")].map((e) => e.id),
    ]);
    for (const link of new Set(links.filter((href) => href.startsWith("file:")))) {
      const [file, anchor] = link.split("#");
      try {
        statSync(new URL(file));
      } catch {
        report(where, `leads to ${link}, which is not there`);
      }
      if (anchor && !ids.includes(decodeURIComponent(anchor))) report(where, `leads to #${anchor}, which is not there`);
    }
    const file = join(prints, `${basename(dirname(path))}.pdf`);
    await page.pdf({ path: file, format: "A4", preferCSSPageSize: true });
    if (statSync(file).size < 10_000) report(where, "prints to an empty PDF");
  }
  await context.close();
}

// Two at a time: a page waits for its pictures while another is examined.
const waiting = pages.flatMap((path) => [WIDE, NARROW].map((viewport) => [path, viewport]));
async function work() {
  while (waiting.length) await check(...waiting.shift());
}
await Promise.all([work(), work()]);
await browser.close();
for (const problem of problems.sort()) console.log(problem);
process.exitCode = problems.length ? 1 : 0;
