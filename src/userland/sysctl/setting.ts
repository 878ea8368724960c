/**
 * Reading and writing one setting: procps-ng 4.0.2, src/sysctl.c ReadSetting(), write_setting(). A key is a path below /proc/sys
 * with dots for slashes; if its first separator is a slash, it is the path itself (so that `net/ipv4/conf/eth0.1/forwarding` can
 * be said).
 */
import { type Errno, strerror } from "../../uapi/errno.ts";
import type { Process, System } from "../process.ts";
import type { Options } from "./option.ts";

/** The path of a key, and the key as it is shown. */
export function pathOf(key: string): { path: string; name: string } {
	const swap = (text: string): string => text.replace(/[./]/g, (separator) => (separator === "." ? "/" : "."));
	const first = /[./]/.exec(key)?.[0];
	return { path: first === "/" ? key : swap(key), name: first === "/" ? swap(key) : key };
}

/** A slash before it makes no other file of it, but is shown. */
function fileOf(path: string): string {
	return path.replace(/^\//, "");
}

export function show(process: Process, options: Options, key: string): number {
	const { path, name } = pathOf(key);
	if (path === "") return outside(process, path);
	const value = process.sys.readSysctl(fileOf(path));
	if ("ok" in value) return print(process, options, name, value.ok);
	// who may not read it is not told so
	if (value.errno === "EACCES") return 0;
	const below = childrenOf(process.sys, fileOf(path));
	if (value.errno === "ENOENT" && below.length > 0) {
		for (const child of below) show(process, options, child);
		return 0;
	}
	return complain(process, options, key, path, value.errno);
}

/** A directory stands for all in it but what has a newer name: DeprecatedVars of src/sysctl.c. */
function childrenOf(sys: System, path: string): readonly string[] {
	const directory = path === "" ? "" : `${path.replace(/\/$/, "")}/`;
	return sys
		.listSysctls()
		.filter((other) => other.startsWith(directory) && !/\/(?:base_reachable|retrans)_time$/.test(other));
}

function print(process: Process, options: Options, name: string, text: string): number {
	const lines = text.replace(/\n$/, "").split("\n");
	if (options.print === "name") process.stdout(`${name}\n`);
	else if (options.print === "binary") process.stdout(lines.join("\n"));
	else for (const line of lines) process.stdout(options.print === "value" ? `${line}\n` : `${name} = ${line}\n`);
	return 0;
}

export function showAll(process: Process, options: Options): number {
	for (const path of childrenOf(process.sys, "")) {
		const { name } = pathOf(path);
		if (options.pattern?.(name) ?? true) show(process, options, path);
	}
	return 0;
}

export function write(process: Process, options: Options, key: string, text: string): number {
	const { path, name } = pathOf(key.trim());
	const value = text.trim();
	if (path === "") return outside(process, path);
	const file = fileOf(path);
	const known = process.sys.readSysctl(file);
	if ("errno" in known && known.errno === "ENOENT") return complain(process, options, key.trim(), path, "ENOENT");
	// an empty text is no number: the kernel would not even be called with it
	const result =
		value === ""
			? ({ errno: "EINVAL" } as const)
			: options.dry
				? { ok: undefined }
				: process.sys.writeSysctl(file, value);
	if ("errno" in result && result.errno === "EOPNOTSUPP") {
		process.stderr(`iplab: a change of ${name} is not modelled\n`);
		return 3;
	}
	if ("errno" in result) {
		// of a file without write permission it speaks so, and goes on as if nothing were (recording sysctl-tree)
		const readOnly = result.errno === "EACCES";
		process.stderr(`sysctl: setting key "${name}": ${strerror(readOnly ? "EINVAL" : result.errno)}\n`);
		return readOnly ? 0 : 1;
	}
	return options.quiet
		? 0
		: print(process, options.print === "name" ? { ...options, print: "value" } : options, name, value);
}

function complain(process: Process, options: Options, key: string, path: string, errno: Errno): number {
	if (errno === "ENOENT" && options.ignore) return 0;
	// A secret that nobody has set fails without a word (recording sysctl-stable-secret-addresses).
	if (errno === "EIO") return 1;
	if (errno === "ENOENT" || errno === "ENOTDIR")
		process.stderr(`sysctl: cannot stat /proc/sys/${path}: ${strerror(errno)}\n`);
	else process.stderr(`sysctl: reading key "${key}": ${strerror(errno)}\n`);
	return 1;
}

function outside(process: Process, path: string): number {
	process.stderr(`sysctl: Path is not under /proc/sys/: /proc/sys/${path}\n`);
	return 1;
}

interface Line {
	/** Begins with `-`. */
	readonly optional: boolean;
	readonly key: string;
	/** Missing without `=`. */
	readonly value?: string;
}

/** parse_setting_line(): `key = value`; undefined for a note. */
export function settingLine(text: string): Line | undefined {
	const line = text.trim();
	if (line === "" || line.startsWith("#") || line.startsWith(";")) return undefined;
	const optional = line.startsWith("-");
	const [key = "", value] = (optional ? line.slice(1) : line).split(/=(.*)/s);
	return { optional, key: key.trim(), ...(value !== undefined && { value }) };
}

export function invalid(process: Process, where: string, line: number): void {
	process.stderr(`sysctl: ${where}(${line}): invalid syntax, continuing...\n`);
}
