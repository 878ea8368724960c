/** The file tree: immutable, any bytes, symlinks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOfText, textOfBytes } from "../../src/net/byte.ts";
import { defaultFiles } from "../../src/session/default-file.ts";
import { emptyDirectory, follow, readText, withNode, withTexts } from "../../src/session/file.ts";

const file = (text: string) => ({ kind: "file", text, mode: 0o644, mtime: 0 }) as const;

test("a change gives a new tree and leaves the old one", () => {
	const before = withTexts(emptyDirectory(), { "/a/b": "old", "/c": "same" });
	const after = withNode(before, ["a", "b"], file("new"));
	expect("ok" in after && readText(after.ok, "/a/b")).toEqual({ ok: "new" });
	expect(readText(before, "/a/b")).toEqual({ ok: "old" });
});

test("there is no way through a file or through nothing", () => {
	const tree = withTexts(emptyDirectory(), { "/a": "text" });
	expect(withNode(tree, ["a", "b"], file(""))).toEqual({ errno: "ENOTDIR" });
	expect(withNode(tree, ["x", "b"], file(""))).toEqual({ errno: "ENOENT" });
	expect(readText(tree, "/")).toEqual({ errno: "EISDIR" });
	expect(readText(tree, "/x")).toEqual({ errno: "ENOENT" });
});

test("symlinks are followed, relative and absolute, and not without end", () => {
	const links: Record<string, string> = { "/bin": "usr/bin", "/var/run": "/run", "/up": "a/../b", "/loop": "loop" };
	const at = (names: readonly string[]) => links[`/${names.join("/")}`];
	expect(follow("/bin/ip", true, at)).toEqual({ ok: ["usr", "bin", "ip"] });
	expect(follow("/var/run/netns/../x", true, at)).toEqual({ ok: ["run", "x"] });
	expect(follow("/up", true, at)).toEqual({ ok: ["b"] });
	expect(follow("/bin", false, at)).toEqual({ ok: ["bin"] });
	expect(follow("/loop", true, at)).toEqual({ errno: "ELOOP" });
});

test("any bytes can be text and come back", () => {
	fc.assert(
		fc.property(fc.uint8Array(), (bytes) => {
			expect([...bytesOfText(textOfBytes(bytes))]).toEqual([...bytes]);
		}),
	);
	expect(textOfBytes(Uint8Array.of(0xc3, 0xa9, 0xff))).toBe("é\udcff");
	expect(JSON.parse(JSON.stringify("é\udcff"))).toBe("é\udcff");
});

test("a fresh world knows the tables of iproute2 and has no /run/netns", () => {
	expect(readText(defaultFiles(), "/etc/iproute2/rt_scopes")).toEqual({
		ok: "#\n# how far an address or a route reaches\n#\n0\tglobal\n255\tnowhere\n254\thost\n253\tlink\n200\tsite\n",
	});
	expect(readText(defaultFiles(), "/run/netns/x")).toEqual({ errno: "ENOENT" });
});
