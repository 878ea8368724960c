/**
 * sysctl(8) of procps-ng 4.0.2. A key is a path below /proc/sys with dots for slashes; if its first separator is a slash,
 * it is the path itself (so that `net/ipv4/conf/eth0.1/forwarding` can be said). procps: src/sysctl.c
 */
import { type Errno, strerror } from "../uapi/errno.ts";
import type { Process, Program, System } from "./process.ts";

interface Options {
	all: boolean;
	ignore: boolean;
	quiet: boolean;
	write: boolean;
	dry: boolean;
	help: boolean;
	version: boolean;
	print: "both" | "name" | "value" | "binary";
	pattern: RegExp | undefined;
	files: string[] | undefined;
}

/** What each option sets; `takes` is the letter or word that wants a value. */
const flags: Readonly<Record<string, (options: Options, value: string) => void>> = {
	a: (o) => set(o, { all: true }),
	A: (o) => set(o, { all: true }),
	X: (o) => set(o, { all: true }),
	all: (o) => set(o, { all: true }),
	b: (o) => set(o, { print: "binary" }),
	binary: (o) => set(o, { print: "binary" }),
	d: (o) => set(o, { help: true }),
	deprecated: () => {},
	"dry-run": (o) => set(o, { dry: true }),
	e: (o) => set(o, { ignore: true }),
	f: (o, value) => set(o, { files: [value || "/etc/sysctl.conf"] }),
	h: (o) => set(o, { help: true }),
	help: (o) => set(o, { help: true }),
	ignore: (o) => set(o, { ignore: true }),
	load: (o, value) => set(o, { files: [value || "/etc/sysctl.conf"] }),
	N: (o) => set(o, { print: "name" }),
	n: (o) => set(o, { print: "value" }),
	names: (o) => set(o, { print: "name" }),
	o: () => {},
	p: (o, value) => set(o, { files: [value || "/etc/sysctl.conf"] }),
	pattern: (o, value) => set(o, { pattern: new RegExp(value) }),
	q: (o) => set(o, { quiet: true }),
	quiet: (o) => set(o, { quiet: true }),
	r: (o, value) => set(o, { pattern: new RegExp(value) }),
	V: (o) => set(o, { version: true }),
	values: (o) => set(o, { print: "value" }),
	version: (o) => set(o, { version: true }),
	w: (o) => set(o, { write: true }),
	write: (o) => set(o, { write: true }),
	x: () => {},
};

const wantValue: ReadonlySet<string> = new Set(["r", "pattern"]);
const mayHaveValue: ReadonlySet<string> = new Set(["p", "f"]);

function set(options: Options, patch: Partial<Options>): void {
	Object.assign(options, patch);
}

const usage = `
Usage:
 sysctl [options] [variable[=value] ...]

 -a, --all             every variable           -n, --values   values only
 -r, --pattern <expr>  of these the matching    -N, --names    names only
 -p, --load[=<file>]   set what a file says     -b, --binary   values, no newline
 -w, --write           set variables            -q, --quiet    do not show what was set
 -e, --ignore          unknown ones are no error    --dry-run  show, but set nothing
`;

// biome-ignore lint/correctness/useYield: a program is a generator, and this one waits for nothing
export const sysctl: Program = function* (process) {
	if (process.args.length === 0) {
		process.stderr(usage);
		return 1;
	}
	const parsed = parse(process.args);
	if ("unknown" in parsed) {
		process.stderr(`sysctl: ${parsed.unknown}\n`);
		process.stdout(usage);
		return 0;
	}
	const { options, words } = parsed;
	if (options.help || options.version) {
		process.stdout(options.help ? usage : "sysctl from procps-ng 4.0.2\n");
		return 0;
	}
	if (options.all) return showAll(process, options);
	if (options.files !== undefined) return load(process, options, words.length > 0 ? words : options.files);
	if (words.length === 0) {
		process.stderr("sysctl: no variables specified\nTry `sysctl --help' for more information.\n");
		return 1;
	}
	let exit = 0;
	for (const word of words) {
		const equals = word.indexOf("=");
		if (equals >= 0) exit |= write(process, options, word.slice(0, equals), word.slice(equals + 1));
		else if (!options.write) exit |= show(process, options, word);
		else exit |= invalid(process, "command line", 0);
	}
	return exit;
};

function parse(args: readonly string[]): { options: Options; words: string[] } | { unknown: string } {
	const options: Options = {
		all: false,
		ignore: false,
		quiet: false,
		write: false,
		dry: false,
		help: false,
		version: false,
		print: "both",
		pattern: undefined,
		files: undefined,
	};
	const words: string[] = [];
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] ?? "";
		if (arg === "--") {
			words.push(...args.slice(i + 1));
			break;
		}
		if (arg.startsWith("--")) {
			const [name = "", value] = arg.slice(2).split(/=(.*)/s);
			const flag = name.length > 1 ? flags[name] : undefined;
			if (flag === undefined) return { unknown: `unrecognized option '${arg}'` };
			flag(options, value ?? (wantValue.has(name) ? (args[++i] ?? "") : ""));
		} else if (arg.startsWith("-") && arg !== "-") {
			for (let j = 1; j < arg.length; j++) {
				const letter = arg[j] ?? "";
				const flag = flags[letter];
				if (flag === undefined) return { unknown: `invalid option -- '${letter}'` };
				const rest = arg.slice(j + 1);
				const takes = wantValue.has(letter) || (mayHaveValue.has(letter) && rest !== "");
				flag(options, takes ? rest || (args[++i] ?? "") : "");
				if (takes) break;
			}
		} else words.push(arg);
	}
	return { options, words };
}

/** The path of a key, and the key as it is shown. */
function pathOf(key: string): { path: string; name: string } {
	const swap = (text: string): string => text.replace(/[./]/g, (separator) => (separator === "." ? "/" : "."));
	const first = /[./]/.exec(key)?.[0];
	const path = first === "/" ? key : swap(key);
	return { path: path.replace(/^\//, ""), name: first === "/" ? swap(key) : key };
}

function show(process: Process, options: Options, key: string): number {
	const { path, name } = pathOf(key);
	if (path === "") return outside(process, path);
	const value = process.sys.readSysctl(path);
	if ("ok" in value) return print(process, options, name, value.ok);
	const below = childrenOf(process.sys, path);
	if (value.errno === "ENOENT" && below.length > 0) {
		for (const child of below) show(process, options, child);
		return 0;
	}
	return complain(process, options, key, path, value.errno);
}

/** A directory stands for all in it. */
function childrenOf(sys: System, path: string): readonly string[] {
	return sys.listSysctls().filter((other) => other.startsWith(`${path.replace(/\/$/, "")}/`));
}

function print(process: Process, options: Options, name: string, text: string): number {
	const lines = text.replace(/\n$/, "").split("\n");
	if (options.print === "name") process.stdout(`${name}\n`);
	else if (options.print === "binary") process.stdout(lines.join("\n"));
	else for (const line of lines) process.stdout(options.print === "value" ? `${line}\n` : `${name} = ${line}\n`);
	return 0;
}

function showAll(process: Process, options: Options): number {
	for (const path of process.sys.listSysctls()) {
		const { name } = pathOf(path);
		if (options.pattern === undefined || options.pattern.test(name)) show(process, options, path);
	}
	return 0;
}

function write(process: Process, options: Options, key: string, text: string): number {
	const { path, name } = pathOf(key.trim());
	const value = text.trim();
	if (path === "") return outside(process, path);
	const known = process.sys.readSysctl(path);
	if ("errno" in known && known.errno === "ENOENT") return complain(process, options, key.trim(), path, "ENOENT");
	// an empty text is no number: the kernel would not even be called with it
	const result =
		value === ""
			? ({ errno: "EINVAL" } as const)
			: options.dry
				? { ok: undefined }
				: process.sys.writeSysctl(path, value);
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
	return options.quiet ? 0 : print(process, options, name, value);
}

function complain(process: Process, options: Options, key: string, path: string, errno: Errno): number {
	if (errno === "ENOENT" && options.ignore) return 0;
	if (errno === "ENOENT" || errno === "ENOTDIR")
		process.stderr(`sysctl: cannot stat /proc/sys/${path}: ${strerror(errno)}\n`);
	else if (errno === "EACCES") process.stderr(`sysctl: permission denied on key "${key}"\n`);
	else process.stderr(`sysctl: reading key "${key}": ${strerror(errno)}\n`);
	return 1;
}

function outside(process: Process, path: string): number {
	process.stderr(`sysctl: Path is not under /proc/sys/: /proc/sys/${path}\n`);
	return 1;
}

function invalid(process: Process, where: string, line: number): number {
	process.stderr(`sysctl: ${where}(${line}): invalid syntax, continuing...\n`);
	return 1;
}

function load(process: Process, options: Options, files: readonly string[]): number {
	let exit = 0;
	for (const file of files) {
		const text = file === "-" || file === "/dev/stdin" ? { ok: process.stdin } : readAll(process, file);
		if ("errno" in text) {
			process.stderr(`sysctl: cannot open "${file}": ${strerror(text.errno)}\n`);
			exit = 1;
		} else
			for (const [i, line] of text.ok.split("\n").entries())
				exit |= loadLine(process, options, file, line.trim(), i + 1);
	}
	return exit;
}

function readAll({ sys }: Process, file: string): ReturnType<Process["sys"]["readFile"]> {
	return file === "/dev/null" ? { ok: "" } : sys.readFile(file);
}

function loadLine(process: Process, options: Options, file: string, line: string, number: number): number {
	if (line === "" || line.startsWith("#") || line.startsWith(";")) return 0;
	const optional = line.startsWith("-");
	const match = /^([^=\s][^=]*)=(.*)$/s.exec(optional ? line.slice(1) : line);
	if (match === null) return invalid(process, file, number);
	const exit = write(process, { ...options, ignore: options.ignore || optional }, match[1] ?? "", match[2] ?? "");
	return optional ? 0 : exit;
}
