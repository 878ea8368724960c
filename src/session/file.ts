/**
 * The files of a world: an immutable tree, so that undo covers them; a change copies the way to the root. Plain data, as
 * all of a world. A text holds any bytes: what is no UTF-8 stands in it as U+DC80…U+DCFF (net/byte.ts).
 * Views of the kernel (/proc, /sys, /run/netns) are not here: shell/view/ makes them when they are read; here they are
 * the empty directories that a Linux mounts them on. Read next: default-file.ts, what a fresh world holds.
 */
import { type NameMap, nameDelete, nameEntries, nameGet, nameSet } from "../net/name-map.ts";
import { emptyTrie } from "../net/trie.ts";
import type { Errno } from "../uapi/errno.ts";

export interface TextFile {
	readonly kind: "file";
	readonly text: string;
	readonly mode: number;
	/** Milliseconds since 1970 on the session's clock. */
	readonly mtime: number;
}

export interface Directory {
	readonly kind: "directory";
	readonly entries: NameMap<FileNode>;
	readonly mode: number;
	readonly mtime: number;
}

export interface Symlink {
	readonly kind: "symlink";
	readonly target: string;
	readonly mtime: number;
}

export type FileNode = TextFile | Directory | Symlink;

/** The root directory. */
export type Files = Directory;

export type FileResult<T> = { readonly ok: T } | { readonly errno: Errno };

export function emptyDirectory(mode = 0o755, mtime = 0): Directory {
	return { kind: "directory", entries: emptyTrie(), mode, mtime };
}

/** A path as its names, `.`, `..` and doubled slashes gone. Relative ones count from the root. */
export function namesOf(path: string): string[] {
	const names: string[] = [];
	for (const name of path.split("/")) {
		if (name === "..") names.pop();
		else if (name !== "" && name !== ".") names.push(name);
	}
	return names;
}

/** The node of a path without a symlink on the way: that is fs.ts's to follow, since views may lie there too. */
export function nodeAt(files: Files, names: readonly string[]): FileNode | undefined {
	let node: FileNode | undefined = files;
	for (const name of names) {
		if (node?.kind !== "directory") return undefined;
		node = nameGet(node.entries, name);
	}
	return node;
}

/** The tree with a node put at a path, or taken from it. The parent must be a directory. */
export function withNode(files: Files, names: readonly string[], node: FileNode | undefined): FileResult<Files> {
	const [name, ...rest] = names;
	if (name === undefined) return node?.kind === "directory" ? { ok: node } : { errno: "EBUSY" };
	if (rest.length === 0) {
		const entries = node === undefined ? nameDelete(files.entries, name) : nameSet(files.entries, name, node);
		return { ok: { ...files, entries } };
	}
	const child = nameGet(files.entries, name);
	if (child === undefined) return { errno: "ENOENT" };
	if (child.kind !== "directory") return { errno: "ENOTDIR" };
	const next = withNode(child, rest, node);
	return "errno" in next ? next : { ok: { ...files, entries: nameSet(files.entries, name, next.ok) } };
}

/** How many links the kernel follows before it says ELOOP (include/linux/namei.h MAXSYMLINKS). */
const MAXSYMLINKS = 40;

/** The names of a path once its symlinks are followed (the last one too, unless `last` is false). */
export function follow(
	path: string,
	last: boolean,
	linkAt: (names: readonly string[]) => string | undefined,
): FileResult<string[]> {
	let todo = namesOf(path);
	let done: string[] = [];
	for (let links = 0; todo.length > 0; ) {
		const name = todo.shift() as string;
		if (name === "..") {
			done.pop();
			continue;
		}
		const target = todo.length > 0 || last ? linkAt([...done, name]) : undefined;
		if (target === undefined) {
			done.push(name);
			continue;
		}
		if (++links > MAXSYMLINKS) return { errno: "ELOOP" };
		if (target.startsWith("/")) done = [];
		todo = [...target.split("/").filter((part) => part !== "" && part !== "."), ...todo];
	}
	return { ok: done };
}

/** A whole text file, as open(2) and read(2) would give it; views are not seen. */
/** Sorted; none where there is no such directory. */
export function namesIn(files: Files, path: string): string[] {
	const node = nodeAt(files, namesOf(path));
	return node?.kind === "directory" ? [...nameEntries(node.entries)].map(([name]) => name).sort() : [];
}

export function readText(files: Files, path: string): FileResult<string> {
	const names = follow(path, true, (at) => {
		const node = nodeAt(files, at);
		return node?.kind === "symlink" ? node.target : undefined;
	});
	if ("errno" in names) return names;
	const node = nodeAt(files, names.ok);
	if (node === undefined) return { errno: "ENOENT" };
	return node.kind === "file" ? { ok: node.text } : { errno: "EISDIR" };
}

/** The tree with a text file written; the directories on the way are made. */
export function writeText(files: Files, path: string, text: string, mtime: number): FileResult<Files> {
	const names = namesOf(path);
	let tree = files;
	for (let i = 1; i < names.length; i++) {
		const above = names.slice(0, i);
		if (nodeAt(tree, above) !== undefined) continue;
		const made = withNode(tree, above, emptyDirectory(0o755, mtime));
		if ("errno" in made) return made;
		tree = made.ok;
	}
	if (nodeAt(tree, names)?.kind === "directory") return { errno: "EISDIR" };
	return withNode(tree, names, { kind: "file", text, mode: 0o644, mtime });
}

export function removeText(files: Files, path: string): FileResult<Files> {
	const names = namesOf(path);
	const node = nodeAt(files, names);
	if (node === undefined) return { errno: "ENOENT" };
	return node.kind === "directory" ? { errno: "EISDIR" } : withNode(files, names, undefined);
}

/** A tree from texts by path: the directories on the way are made. For fixtures and the default world. */
export function withTexts(files: Files, texts: Readonly<Record<string, string>>): Files {
	let tree = files;
	for (const [path, text] of Object.entries(texts)) {
		const names = namesOf(path);
		for (let i = 1; i < names.length; i++) {
			const above = names.slice(0, i);
			if (nodeAt(tree, above) === undefined) tree = must(withNode(tree, above, emptyDirectory()));
		}
		const directory = path.endsWith("/");
		tree = must(withNode(tree, names, directory ? emptyDirectory() : { kind: "file", text, mode: 0o644, mtime: 0 }));
	}
	return tree;
}

function must<T>(result: FileResult<T>): T {
	if ("errno" in result) throw new RangeError(`a file where a directory is needed: ${result.errno}`);
	return result.ok;
}
