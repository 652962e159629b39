// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL look like ours.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { parseHcl } from "../../src/hcl/parse.js";
import { CORPUS, filesBelow, sayAbsent } from "../corpus.js";
import { makeRandom } from "../random.js";
import { TRICKY } from "./cases.js";
import { asJson, findOracle, type Hcl2Json, loadHcl2Json } from "./oracles.js";

// Our parser against hashicorp/hcl itself: the same texts are accepted, and they mean the same.

interface Reading {
  readonly accepted: boolean;
  readonly value?: unknown;
}

async function theirs(oracle: Hcl2Json, text: string): Promise<Reading> {
  try {
    return { accepted: true, value: await oracle.parse("x.tf", text) };
  } catch (error) {
    // Anything else is the converter's own: it evaluates `!5`.
    return { accepted: !(error as Error).message.startsWith("parse config") };
  }
}

function ours(text: string): Reading {
  const { body, source, problems } = parseHcl(new TextEncoder().encode(text), "x.tf");
  return problems.length > 0 ? { accepted: false } : { accepted: true, value: asJson(body, source) };
}

/**
 * The converter writes expressions back as text, with differences that say nothing of the reading: how it spaces and
 * escapes what stands around `${…}`. Those texts are compared without them.
 */
function comparable(value: unknown): unknown {
  if (typeof value === "string")
    return /[$%]\{/.test(value) ? value.replace(/\s+/g, "").replaceAll("$${", "${").replaceAll("%%{", "%{") : value;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [comparable(key), comparable(entry)]));
  }
  return value;
}

async function compare(oracle: Hcl2Json, text: string): Promise<void> {
  const [mine, other] = [ours(text), await theirs(oracle, text)];
  expect(mine.accepted, text).toBe(other.accepted);
  expect(comparable(mine.value), text).toEqual(comparable(other.value));
}

if (findOracle("@cdktn/hcl2json")) {
  const oracle = loadHcl2Json();

  describe("tricky texts", () => {
    test.each(Object.entries(TRICKY))("%s", (_, text) => compare(oracle, text));
  });

  if (CORPUS === undefined) sayAbsent("HCL");
  else {
    const folder = join(CORPUS, "tf");
    test("every file of the corpus", async () => {
      const files = filesBelow(folder).filter((path) => path.endsWith(".tf"));
      for (const path of files) {
        const text = readFileSync(path, "utf8");
        const [mine, other] = [ours(text), await theirs(oracle, text)];
        expect(mine.accepted, relative(folder, path)).toBe(other.accepted);
        expect(comparable(mine.value), relative(folder, path)).toEqual(comparable(other.value));
      }
      expect(files.length).toBeGreaterThan(100);
    });
  }

  test("random changes to tricky texts", async () => {
    const random = makeRandom(5);
    const texts = Object.values(TRICKY);
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      '"',
      "\n",
      "${",
      "%{",
      "~}",
      "(",
      ")",
      ",",
      "=",
      "=>",
      ":",
      "?",
      ".",
      "...",
      "<<E\n",
      "E\n",
      "for ",
      " if ",
      "*",
      "-",
      "!",
      "#",
      "/*",
      "*/",
      "\\",
      "1",
      "a ",
      "::",
    ];
    for (let i = 0; i < 3000; i++) {
      let text = texts[random(texts.length)];
      for (let n = 1 + random(3); n > 0; n--) {
        const at = random(text.length + 1);
        text =
          random(3) === 0
            ? text.slice(0, at) + text.slice(at + 1 + random(4))
            : text.slice(0, at) + pieces[random(pieces.length)] + text.slice(at);
      }
      const [mine, other] = [ours(text), await theirs(oracle, text)];
      expect(mine.accepted, JSON.stringify(text)).toBe(other.accepted);
      if (other.value) expect(comparable(mine.value), JSON.stringify(text)).toEqual(comparable(other.value));
    }
  });
}
