/**
 * Files of settings (`sysctl -p`): procps-ng 4.0.2, src/sysctl.c Preload(). All are read before anything is set, so complaints
 * about their lines come first. A key may be a pattern for many; `-key` without a value takes a key out of what patterns mean.
 */
import { strerror } from "../../uapi/errno.ts";
import type { Process } from "../process.ts";
import type { Options } from "./option.ts";
import { invalid, pathOf, settingLine, write } from "./setting.ts";

interface Setting {
	readonly key: string;
	readonly value: string;
}

export function load(process: Process, options: Options, files: readonly string[]): number {
	const settings: Setting[] = [];
	const spared = new Set<string>();
	let exit = 0;
	for (const file of files) {
		const text = file === "-" || file === "/dev/stdin" ? { ok: process.stdin } : readAll(process, file);
		if ("ok" in text) for (const [i, line] of text.ok.split("\n").entries()) loadLine(line, i + 1, file);
		else {
			process.stderr(`sysctl: cannot open "${file}": ${strerror(text.errno)}\n`);
			exit = 1;
		}
	}
	for (const { key, value } of settings)
		for (const each of expand(process, key, spared)) exit |= write(process, options, each, value);
	return exit;

	function loadLine(text: string, number: number, file: string): void {
		const line = settingLine(text);
		if (line === undefined) return;
		const { key, value } = line;
		if (value !== undefined) settings.push({ key, value });
		else if (line.optional) spared.add(pathOf(key).path);
		else invalid(process, file, number);
	}
}

function readAll({ sys }: Process, file: string): ReturnType<Process["sys"]["readFile"]> {
	return file === "/dev/null" ? { ok: "" } : sys.readFile(file);
}

/** glob(): each setting whose path fits; a key without `*`, `?` or `[` is itself. */
function expand({ sys }: Process, key: string, spared: ReadonlySet<string>): readonly string[] {
	if (!/[*?[]/.test(key)) return [key];
	const parts = pathOf(key).path.split("/").map(partMatcher);
	return sys
		.listSysctls()
		.filter((path) => !spared.has(path))
		.map((path) => ({ path, names: path.split("/") }))
		.filter(({ names }) => names.length === parts.length && names.every((name, i) => parts[i]?.test(name)))
		.map(({ path }) => path);
}

function partMatcher(pattern: string): RegExp {
	const source = pattern.replace(/\[!?[^\]]+\]|[\s\S]/g, (part) => {
		if (part === "*") return ".*";
		if (part === "?") return ".";
		if (part.length > 1) return part.replace(/^\[!/, "[^");
		return part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
	});
	return new RegExp(`^${source}$`);
}
