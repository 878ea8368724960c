/** The walls of the house: which room may import from which, and who may touch the machine it runs on. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Each room of src/ may import from itself and from these. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	net: [],
	uapi: ["net"],
	kernel: ["net", "uapi"],
	print: ["net", "uapi"],
	userland: ["net", "uapi", "print"],
	explain: ["net", "uapi", "print"],
	session: ["net", "uapi", "kernel", "userland", "print", "explain", "picture"],
	shell: ["net", "uapi", "kernel", "userland", "print", "explain", "session", "picture"],
	picture: ["net", "uapi", "kernel", "print"],
	ui: ["net", "uapi", "userland", "print", "explain", "session", "shell", "picture"],
	"index.ts": ["net", "uapi", "kernel", "userland", "print", "explain", "session", "picture"],
};

/** Rooms that may use a package at all. */
const mayUsePackages: Readonly<Record<string, readonly string[]>> = {
	shell: ["just-bash"],
	picture: ["@dagrejs/dagre"],
	ui: ["just-bash", "ink", "react", "react/jsx-runtime", "chalk", "cli-table3"],
};

const mayUseNode = (file: string) => /^src\/(ui\/|shell\/drop-in)/.test(file);

interface Import {
	readonly file: string;
	readonly of: string;
}

/** Every import, also of types: a wall is about what a reader must know, not only about what is loaded. */
function importsOf(file: string): Import[] {
	const code = readFileSync(join(root, file), "utf8").replace(/\/\*.*?\*\/|^\s*\/\/.*$/gms, "");
	const found = code.matchAll(
		/^(?:import|export)\s[^"';]*?from\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\("([^"]+)"\)/gms,
	);
	return [...found].map((match) => ({ file, of: match[1] ?? match[2] ?? match[3] ?? "" }));
}

function filesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => /\.tsx?$/.test(name))
		.map((name) => join(folder, name));
}

const roomOf = (file: string) => relative("src", file).split("/")[0] ?? "";
const isRelative = ({ of }: Import) => of.startsWith(".");
const targetOf = ({ file, of }: Import) => normalize(join(dirname(file), of));
const shown = ({ file, of }: Import) => `${file} imports ${of}`;

const imports = filesIn("src").flatMap(importsOf);

test("every room of src is known here", () => {
	expect([...new Set(filesIn("src").map(roomOf))].filter((room) => !(room in mayImport))).toEqual([]);
});

test("a room imports only from itself and from the rooms below it", () => {
	const wrong = imports.filter(isRelative).filter((each) => {
		const [from, to] = [roomOf(each.file), roomOf(targetOf(each))];
		return from !== to && !mayImport[from]?.includes(to);
	});
	expect(wrong.map(shown)).toEqual([]);
});

test("only the drop-in and the terminal touch the machine they run on", () => {
	const wrong = imports.filter(({ file, of }) => of.startsWith("node:") && !mayUseNode(file));
	expect(wrong.map(shown)).toEqual([]);
});

test("only the shell and the terminal use packages", () => {
	const packages = imports.filter((each) => !isRelative(each) && !each.of.startsWith("node:"));
	const wrong = packages.filter(({ file, of }) => !mayUsePackages[roomOf(file)]?.includes(of));
	expect(wrong.map(shown)).toEqual([]);
});

test("nothing in src imports from bin or test, and nothing in bin from test", () => {
	const all = [...imports, ...filesIn("bin").flatMap(importsOf)].filter(isRelative);
	const wrong = all.filter((each) => {
		const to = targetOf(each).split("/")[0];
		return to === "test" || (each.file.startsWith("src/") && to === "bin");
	});
	expect(wrong.map(shown)).toEqual([]);
});

test("every imported file is named in full, with its extension", () => {
	const wrong = imports.filter(isRelative).filter(({ of }) => !/\.tsx?$/.test(of));
	expect(wrong.map(shown)).toEqual([]);
});
