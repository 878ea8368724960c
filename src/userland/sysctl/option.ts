/** The options of sysctl(8): procps-ng 4.0.2, src/sysctl.c main(). */

export interface Options {
	all: boolean;
	ignore: boolean;
	quiet: boolean;
	write: boolean;
	dry: boolean;
	help: boolean;
	version: boolean;
	print: "both" | "name" | "value" | "binary";
	/** Of the names, with -a. */
	pattern: ((name: string) => boolean) | undefined;
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
	pattern: (o, value) => set(o, { pattern: matcher(value) }),
	q: (o) => set(o, { quiet: true }),
	quiet: (o) => set(o, { quiet: true }),
	r: (o, value) => set(o, { pattern: matcher(value) }),
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

export const usage = `
Usage:
 sysctl [options] [variable[=value] ...]

 -a, --all             every variable           -n, --values   values only
 -r, --pattern <expr>  of these the matching    -N, --names    names only
 -p, --load[=<file>]   set what a file says     -b, --binary   values, no newline
 -w, --write           set variables            -q, --quiet    do not show what was set
 -e, --ignore          unknown ones are no error    --dry-run  show, but set nothing
`;

/** regcomp(REG_EXTENDED | REG_NOSUB): an expression that is none matches nothing, and nobody says so. */
function matcher(text: string): (name: string) => boolean {
	try {
		const expression = new RegExp(text);
		return (name) => expression.test(name);
	} catch {
		return () => false;
	}
}

export function parse(args: readonly string[]): { options: Options; words: string[] } | { unknown: string } {
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
