/** Shell patterns as fnmatch(3) reads them without flags: `ip addr show label eth0:*`. */

export function fnmatch(pattern: string, text: string): boolean {
	return new RegExp(`^${[...pieces(pattern)].join("")}$`, "su").test(text);
}

function* pieces(pattern: string): Generator<string> {
	const shape = /\\(.)|(\*)|(\?)|\[([!^]?)(\]?[^\]]*)\]|(.)/gsu;
	for (const [, quoted, star, any, not, set, plain] of pattern.matchAll(shape)) {
		if (star !== undefined) yield ".*";
		else if (any !== undefined) yield ".";
		else if (set !== undefined) yield `[${not ? "^" : ""}${set.replace(/[\\\][^]/g, "\\$&")}]`;
		else yield escapeRegExp(quoted ?? plain ?? "");
	}
}

function escapeRegExp(character: string): string {
	return character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
