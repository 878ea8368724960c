/** When a reader must ask for more, and what bash says of a text that cannot be. The wordings are bash 5.2's. */
import { expect, test } from "vitest";
import { piecesOf } from "../../src/shell/script.ts";
import { checkSyntax, complain, needsMore } from "../../src/shell/syntax.ts";

test.each([
	"for i in 1 2",
	"for i in 1; do echo",
	"if true; then",
	"if true; then :; else",
	"while true; do",
	"echo 'abc",
	'echo "abc',
	"echo `ls",
	"echo $(ls",
	"echo $(ls\nfoo",
	"echo ${x",
	"f() {",
	"f()",
	"{ echo a;",
	"(echo a",
	"case x in",
	"case x in a) echo",
	"[[ a = b",
	"a=(1 2",
	"true &&",
	"true ||  # why",
	"true |",
	"true | \\",
	"echo a \\",
	"cat <<EOF",
	"cat <<EOF\nx",
	"cat <<'E'\nq",
	"for ((i=0;i<3;i++)); do",
	"if true\nthen\n  echo x",
])("%j wants more", (text) => {
	expect(needsMore(text)).toBe(true);
});

test.each([
	"",
	"# it's",
	"echo a",
	"echo '#' # '",
	"if true; then :; fi",
	"cat <<EOF\nx\nEOF",
	"echo a \\\\",
	"f() { :; }",
	"sleep 1 &",
	"fi",
	"echo )",
	"| ls",
	"echo >",
	"ls ;; x",
	"for",
	"echo a # &&",
])("%j does not", (text) => {
	expect(needsMore(text)).toBe(false);
});

test.each([
	["fi", "bash: line 1: syntax error near unexpected token `fi'\nbash: line 1: `fi'\n"],
	["echo a\nif true; then\n  )\nfi", "bash: line 3: syntax error near unexpected token `)'\nbash: line 3: `  )'\n"],
	["echo >", "bash: line 1: syntax error near unexpected token `newline'\nbash: line 1: `echo >'\n"],
	["if true; then\necho b", "bash: line 3: syntax error: unexpected end of file\n"],
	['echo a\necho "abc', "bash: line 2: unexpected EOF while looking for matching `\"'\n"],
])("of %j bash says its own words", (text, said) => {
	const syntax = checkSyntax(text);
	expect(syntax.is === "whole" ? "" : complain("bash", syntax.complaint, text, 1)).toBe(said);
});

test("a script is read command after command", () => {
	expect([...piecesOf("# one\n\nip link\nif true\nthen\n\techo 'a\nb'\nfi\ncat <<E\n# x\nE\nlast")]).toEqual([
		{ text: "# one\n\nip link\n", line: 1 },
		{ text: "if true\nthen\n\techo 'a\nb'\nfi\n", line: 4 },
		{ text: "cat <<E\n# x\nE\n", line: 9 },
		{ text: "last\n", line: 12 },
	]);
});
