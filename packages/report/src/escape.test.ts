import { describe, expect, test } from "vitest";
import {
  codeBlock,
  codeSpan,
  forCommandData,
  forCommandProperty,
  forHtml,
  forMarkdown,
  forMarkdownCell,
  forMermaid,
  forTerminal,
  forXml,
  toJson,
} from "./escape.js";
import { HOSTILE, INVISIBLE } from "./testing.js";

describe("a terminal", () => {
  test("controls, bidi overrides and zero-width characters are shown as escapes", () => {
    expect(forTerminal("a\x1b[31m\u0085\u202e\u200b\u{e0041}\t\r\n")).toBe(
      "a\\x1b[31m\\x85\\u202e\\u200b\\u{e0041}\\t\\r\\n",
    );
  });
  test("a no-break space, which no name can hold, doesn't pass for a space", () => {
    expect(forTerminal("a\u00a0b c")).toBe("a\\xa0b c");
  });
  test("letters of any script, combining marks and emoji are left alone", () => {
    const text = "bücher 例え.テスト e\u0301 😀 مثال";
    expect(forTerminal(text)).toBe(text);
  });
  test("half a surrogate pair is shown", () => {
    expect(forTerminal("a\ud800b")).toBe("a\\ud800b");
  });
  test("what GitHub's runner would obey is broken, since a terminal may be a build log", () => {
    expect(forTerminal("x ##[error]y")).toBe("x \\x23#[error]y");
    expect(forTerminal("###[group]")).toBe("#\\x23#[group]");
    expect(forTerminal("::error file=a::b")).toBe("\\x3a:error file=a::b");
    expect(forTerminal("::add-mask::b")).toBe("\\x3a:add-mask::b");
    expect(forTerminal(":::Warning::b")).toBe(":\\x3a:Warning::b");
  });
  test("IPv6 addresses are left alone", () => {
    for (const address of ["::1", "2001:db8::face", "fe80::a to fe80::b", "::ffff:192.0.2.1"]) {
      expect(forTerminal(address)).toBe(address);
    }
  });
});

describe("a workflow command", () => {
  test("%, CR and LF are encoded in data", () => {
    expect(forCommandData("50%\r\n0A%0A")).toBe("50%25%0D%0A0A%250A");
  });
  test(": and , are encoded too in properties", () => {
    expect(forCommandProperty("a:b,c%\n##[x]::error::")).toBe("a%3Ab%2Cc%25%0A\\x23#[x]%3A%3Aerror%3A%3A");
  });
  test("a second line of data can't begin a command", () => {
    expect(forCommandData("a\n::error::b\n##[group]c")).toBe("a%0A\\x3a:error::b%0A\\x23#[group]c");
  });
});

describe("Markdown", () => {
  test("plain prose stays plain", () => {
    expect(forMarkdown("It fails (RFC 8659, section 4): don't.")).toBe("It fails (RFC 8659, section 4): don't.");
  });
  test("what stands in quotes is code, and the sentence's full stop isn't", () => {
    expect(forMarkdown('Write "a.example.com.".')).toBe('Write "`a.example.com.`".');
  });
  test("mentions, references, links, HTML and emoji codes become code", () => {
    expect(forMarkdown("@everyone")).toBe("`@everyone`");
    expect(forMarkdown("(#123)")).toBe("(`#123`)");
    expect(forMarkdown("GH-12, www.evil.example")).toBe("`GH-12`, `www.evil.example`");
    expect(forMarkdown("[a](https://evil.example)")).toBe("`[a](https://evil.example`)");
    expect(forMarkdown("<script>")).toBe("`<script>`");
    expect(forMarkdown("2001:db8:100:1234::1")).toBe("`2001:db8:100:1234::1`");
  });
  test("line breaks become <br> and never start a block", () => {
    expect(forMarkdown("a\n# b\r\n- c")).toBe("a<br>`#` b<br>- c");
  });
  test("backticks can't close their span", () => {
    expect(forMarkdown("a``b`")).toBe("``` a``b` ```");
    expect(codeSpan("`")).toBe("`` ` ``");
  });
  test("a fence is longer than any in its text", () => {
    expect(codeBlock(["a", "````", "\x1b"], "diff")).toBe("`````diff\na\n````\n\\x1b\n`````");
  });
  test("a pipe can't end a cell", () => {
    expect(forMarkdownCell(forMarkdown("a|b\\|"))).toBe("`a\\x7cb\\\\x7c`");
  });
  test("outside code nothing is left but harmless characters", () => {
    const outside = forMarkdown(HOSTILE).replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
    expect(outside.replaceAll("<br>", "")).not.toMatch(/[@#<>&*_[\]|~`\\{}$]|:\S|www\./);
  });
});

describe("XML", () => {
  test("markup is encoded and what XML can't hold is shown", () => {
    expect(forXml('<a b="\'">&]]>\n\0\x1b\ufffe\ud800')).toBe(
      "&#60;a b=&#34;&#39;&#34;&#62;&#38;]]&#62;&#10;\\x00\\x1b\\ufffe\\ud800",
    );
  });
});

describe("HTML", () => {
  test("markup and quotes are encoded, in text and in attributes", () => {
    expect(forHtml('<a href="\'`">&amp;\n\0\u202e')).toBe(
      "&#60;a href=&#34;&#39;&#96;&#34;&#62;&#38;amp;\n\\x00\\u202e",
    );
  });
});

describe("a label in Mermaid", () => {
  test("quotes, brackets, semicolons and directives are written by number", () => {
    expect(forMermaid('a"]; %%{init}%% `b` #35; _c_*')).toBe(
      "a#34;#93;#59; #37;#37;#123;init#125;#37;#37; #96;b#96; #35;35#59; #95;c#95;#42;",
    );
  });
  test("a line break can't end it", () => {
    expect(forMermaid("a\nb 😀")).toBe("a#92;nb #128512;");
  });
});

describe("JSON", () => {
  test("the text is harmless to print and means the same", () => {
    const json = toJson({ text: HOSTILE });
    expect(json).not.toMatch(INVISIBLE);
    expect(json).not.toContain("##[");
    expect(JSON.parse(json)).toEqual({ text: HOSTILE });
  });
});

test("no medium takes long over long text", () => {
  const before = performance.now();
  for (const piece of [")", ":", "::a", "#", "`", '"', '".', "\n", "::abc ", "\x1b", "[a](", "😀"]) {
    const text = piece.repeat(100_000);
    for (const write of [
      forTerminal,
      forCommandData,
      forCommandProperty,
      forMarkdown,
      forXml,
      forHtml,
      forMermaid,
      codeSpan,
    ])
      write(text);
  }
  expect(performance.now() - before).toBeLessThan(10_000);
});
