/**
 * The file system that just-bash works on: the world's files, with the views of the kernel, the devices and the commands
 * laid over them. It keeps nothing of its own; a write puts the next tree of files into the machine, so undo covers it.
 * Every path is followed here, since a symlink may lead from a file to a view and back.
 */
import type { FsStat, IFileSystem, MkdirOptions, RmOptions } from "just-bash";
import { nameEntries } from "../net/name-map.ts";
import { bytesOfText, latin1OfText, textOfBytes, textOfLatin1 } from "../session/byte.ts";
import { emptyDirectory, type FileNode, follow, namesOf, nodeAt, withNode } from "../session/file.ts";
import type { Machine } from "../session/machine.ts";
import { type Errno, strerror } from "../uapi/errno.ts";
import { views } from "./view/index.ts";
import { type Asker, type ViewNode, Views } from "./view/view.ts";

/** A system call on a file that failed: the errno, and whether it was opening or writing. */
export class FsError extends Error {
	readonly errno: Errno;
	readonly path: string;
	readonly call: "open" | "write";

	constructor(errno: Errno, path: string, call: "open" | "write" = "open") {
		super(`${errno}: ${strerror(errno).toLowerCase()}, ${call} '${path}'`);
		this.errno = errno;
		this.path = path;
		this.call = call;
	}
}

/** What the file system asks of its shell. */
export interface FsHost {
	readonly machine: Machine;
	asker(): Asker;
	now(): number;
	/** What lies in /usr/bin and in /usr/sbin. */
	binaries(directory: "bin" | "sbin"): ReadonlySet<string>;
	/** Of commands that only just-bash looks for in /usr/bin. */
	isHiddenBinary(name: string): boolean;
	/** After the kernel was written to through a file. */
	wrote(): Promise<void>;
}

type Place = { readonly names: readonly string[]; readonly node: FileNode | ViewNode };

type Content = string | Uint8Array;
type Encoding = { encoding?: string | null } | string | undefined;

/** Devices: what reading gives; writing is swallowed, but /dev/full is full. */
const devices: ReadonlySet<string> = new Set([
	"full",
	"null",
	"random",
	"tty",
	"urandom",
	"zero",
	"stdin",
	"stdout",
	"stderr",
]);

const kernelMounts: ReadonlySet<string | undefined> = new Set(["proc", "sys"]);

export class ShellFs implements IFileSystem {
	/** Why files could not be read, by path: just-bash's commands only say that they could not. */
	readonly failures = new Map<string, Errno>();
	private readonly host: FsHost;
	private readonly views = new Views(views.rows, views.deeps);

	constructor(host: FsHost) {
		this.host = host;
	}

	resolvePath(base: string, path: string): string {
		return `/${namesOf(path.startsWith("/") ? path : `${base}/${path}`).join("/")}`;
	}

	async readFile(path: string, options?: Encoding): Promise<string> {
		const text = this.read(path);
		const encoding = typeof options === "string" ? options : options?.encoding;
		return encoding === "binary" || encoding === "latin1" ? latin1OfText(text) : text;
	}

	async readFileBytes(path: string): Promise<never> {
		// just-bash's ByteString is a string with a private brand
		return latin1OfText(this.read(path)) as never;
	}

	async readFileBuffer(path: string): Promise<Uint8Array> {
		return bytesOfText(this.read(path));
	}

	async writeFile(path: string, content: Content, options?: Encoding): Promise<void> {
		await this.write(path, content, options, false);
	}

	async appendFile(path: string, content: Content, options?: Encoding): Promise<void> {
		await this.write(path, content, options, true);
	}

	async exists(path: string): Promise<boolean> {
		return this.find(path, true) !== undefined;
	}

	async stat(path: string): Promise<FsStat> {
		return statOf(this.must(path, true).node, this.host.now());
	}

	async lstat(path: string): Promise<FsStat> {
		return statOf(this.must(path, false).node, this.host.now());
	}

	async readdir(path: string): Promise<string[]> {
		return this.list(path).sort();
	}

	async mkdir(path: string, options?: MkdirOptions): Promise<void> {
		const names = namesOf(path);
		for (let i = options?.recursive ? 1 : names.length; i <= names.length; i++) {
			const above = `/${names.slice(0, i).join("/")}`;
			const there = this.find(above, true)?.node;
			if (there === undefined) this.put(above, emptyDirectory(0o755, this.host.now()));
			else if (!options?.recursive) throw new FsError("EEXIST", path);
			else if (there.kind !== "directory") throw new FsError("ENOTDIR", path);
		}
	}

	async rm(path: string, options?: RmOptions): Promise<void> {
		const place = this.find(path, false);
		if (place === undefined) {
			if (options?.force) return;
			throw new FsError("ENOENT", path);
		}
		if (place.node.kind === "directory" && !options?.recursive && this.list(path).length > 0)
			throw Object.assign(new FsError("EBUSY", path), { message: `ENOTEMPTY: directory not empty, rm '${path}'` });
		this.put(path, undefined);
	}

	async cp(src: string, dest: string, options?: { recursive?: boolean }): Promise<void> {
		const { node } = this.must(src, true);
		if (node.kind !== "directory") return this.writeText(dest, this.read(src), false);
		if (!options?.recursive) throw new FsError("EISDIR", src);
		await this.mkdir(dest, { recursive: true });
		for (const name of this.list(src)) await this.cp(`${src}/${name}`, `${dest}/${name}`, options);
	}

	async mv(src: string, dest: string): Promise<void> {
		const { node } = this.must(src, false);
		if (!isStored(node)) throw new FsError("EBUSY", src);
		this.put(src, undefined);
		this.put(dest, node);
	}

	async chmod(path: string, mode: number): Promise<void> {
		const { names, node } = this.must(path, true);
		if (isStored(node) && node.kind !== "symlink") this.put(`/${names.join("/")}`, { ...node, mode });
	}

	async utimes(path: string, _atime: Date, mtime: Date): Promise<void> {
		const { names, node } = this.must(path, true);
		if (isStored(node)) this.put(`/${names.join("/")}`, { ...node, mtime: mtime.getTime() });
	}

	async symlink(target: string, linkPath: string): Promise<void> {
		if (this.find(linkPath, false) !== undefined) throw new FsError("EEXIST", linkPath);
		this.put(linkPath, { kind: "symlink", target, mtime: this.host.now() });
	}

	async link(existingPath: string, newPath: string): Promise<void> {
		const { node } = this.must(existingPath, true);
		if (this.find(newPath, false) !== undefined) throw new FsError("EEXIST", newPath);
		if (!isStored(node)) throw new FsError("EXDEV", newPath);
		this.put(newPath, node);
	}

	async readlink(path: string): Promise<string> {
		const { node } = this.must(path, false);
		if (node.kind !== "symlink") throw new FsError("EINVAL", path);
		return node.target;
	}

	async realpath(path: string): Promise<string> {
		return `/${this.must(path, true).names.join("/")}`;
	}

	getAllPaths(): string[] {
		const paths: string[] = [];
		const walk = (node: FileNode, path: string): void => {
			paths.push(path === "" ? "/" : path);
			if (node.kind === "directory")
				for (const [name, child] of nameEntries(node.entries)) walk(child, `${path}/${name}`);
		};
		walk(this.host.machine.world.files, "");
		return paths;
	}

	/** Writes text that may hold any bytes. */
	async writeText(path: string, text: string, append: boolean): Promise<void> {
		const node = this.find(path, true)?.node;
		if (node?.kind === "file" && !("text" in node)) return this.writeView(path, node, text);
		this.storeText(path, text, append);
	}

	/** The same for a file that is no view, at once. */
	storeText(path: string, text: string, append: boolean): void {
		const place = this.find(path, true);
		const node = place?.node;
		if (place !== undefined && isDevice(place.names)) return;
		if (node?.kind === "directory") throw new FsError("EISDIR", path);
		const known = node !== undefined && "text" in node ? node : undefined;
		const next = append && known !== undefined ? known.text + text : text;
		const target = place === undefined ? path : `/${place.names.join("/")}`;
		this.put(target, { kind: "file", text: next, mode: known?.mode ?? 0o644, mtime: this.host.now() });
	}

	private async write(path: string, content: Content, options: Encoding, append: boolean): Promise<void> {
		const encoding = typeof options === "string" ? options : options?.encoding;
		const latin1 = encoding === "binary" || encoding === "latin1" || encoding === "ascii";
		if (typeof content !== "string") await this.writeText(path, textOfBytes(content), append);
		else await this.writeText(path, latin1 ? textOfLatin1(content) : textOfBytes(bytesOfText(content)), append);
	}

	private async writeView(path: string, node: ViewNode & { kind: "file" }, text: string): Promise<void> {
		// the shell opens with O_TRUNC before it writes: to a view that says nothing
		if (text === "") return;
		if (node.write === undefined) throw new FsError("EACCES", path);
		const result = node.write(text);
		await this.host.wrote();
		if ("errno" in result) throw new FsError(result.errno, path, "write");
	}

	private read(path: string): string {
		const { node, names } = this.must(path, true);
		if (node.kind === "directory") throw this.failed("EISDIR", path);
		if (node.kind === "symlink") throw this.failed("ENOENT", path);
		if ("text" in node) return node.text;
		const result = node.read();
		if ("errno" in result) throw this.failed(result.errno, `/${names.join("/")}`, path);
		return result.ok;
	}

	private list(path: string): string[] {
		const { names, node } = this.must(path, true);
		if (node.kind !== "directory") throw this.failed("ENOTDIR", path);
		const stored = nodeAt(this.host.machine.world.files, names);
		const listed = new Set<string>("names" in node ? node.names : []);
		if (stored?.kind === "directory") for (const [name] of nameEntries(stored.entries)) listed.add(name);
		const view = "names" in node ? undefined : this.views.at(this.host.asker(), names);
		if (view?.kind === "directory") for (const name of view.names) listed.add(name);
		for (const name of this.overlaid(names)) listed.add(name);
		return [...listed];
	}

	/** Names that are neither files nor views: commands and devices. */
	private overlaid(names: readonly string[]): Iterable<string> {
		const [first, second, third] = names;
		if (first === "dev" && second === undefined) return devices;
		if (first === "usr" && third === undefined && (second === "bin" || second === "sbin"))
			return this.host.binaries(second);
		return [];
	}

	private must(path: string, last: boolean): Place {
		const place = this.find(path, last);
		if (place === undefined) throw new FsError("ENOENT", path);
		return place;
	}

	private find(path: string, last: boolean): Place | undefined {
		const asker = this.host.asker();
		const followed = follow(path, last, (names) => this.linkAt(asker, names));
		if ("errno" in followed) throw this.failed(followed.errno, path);
		const node = this.at(asker, followed.ok);
		return node && { names: followed.ok, node };
	}

	private linkAt(asker: Asker, names: readonly string[]): string | undefined {
		const node = this.viewed(asker, names) ?? nodeAt(this.host.machine.world.files, names);
		if (node?.kind !== "symlink" || ("magic" in node && node.magic)) return undefined;
		return node.target;
	}

	private at(asker: Asker, names: readonly string[]): FileNode | ViewNode | undefined {
		const stored = nodeAt(this.host.machine.world.files, names);
		const view = this.viewed(asker, names);
		return (stored?.kind === "directory" && view?.kind === "directory" ? stored : view) ?? stored ?? this.stub(names);
	}

	private viewed(asker: Asker, names: readonly string[]): ViewNode | undefined {
		const [first] = names;
		return first === "proc" || first === "sys" || first === "run" ? this.views.at(asker, names) : undefined;
	}

	private stub(names: readonly string[]): FileNode | undefined {
		const [first, second, third = "", ...more] = names;
		if (isDevice(names)) return { kind: "file", text: "", mode: 0o666, mtime: 0 };
		if (first !== "usr" || more.length > 0 || (second !== "bin" && second !== "sbin")) return undefined;
		const here = this.host.binaries(second).has(third) || (second === "bin" && this.host.isHiddenBinary(third));
		return here
			? { kind: "file", text: `#!/bin/sh\n# ${third}: a command of iplab\n`, mode: 0o755, mtime: 0 }
			: undefined;
	}

	private put(path: string, node: FileNode | undefined): void {
		const { machine } = this.host;
		const above = namesOf(path);
		const name = above.pop();
		const parent = this.find(`/${above.join("/")}`, true);
		if (parent === undefined) throw new FsError("ENOENT", path);
		if (kernelMounts.has(parent.names[0])) throw new FsError(parent.names[0] === "proc" ? "ENOENT" : "EACCES", path);
		if (this.viewed(this.host.asker(), [...parent.names, name ?? ""]) !== undefined) throw new FsError("EBUSY", path);
		const result = withNode(machine.world.files, name === undefined ? [] : [...parent.names, name], node);
		if ("errno" in result) throw new FsError(result.errno, path);
		machine.world = { ...machine.world, files: result.ok };
	}

	private failed(errno: Errno, path: string, asWritten = path): FsError {
		this.failures.set(asWritten, errno);
		return new FsError(errno, path);
	}
}

function isStored(node: FileNode | ViewNode): node is FileNode {
	return "text" in node || "entries" in node || ("target" in node && "mtime" in node);
}

function isDevice(names: readonly string[]): boolean {
	return names.length === 2 && names[0] === "dev" && devices.has(names[1] ?? "");
}

function statOf(node: FileNode | ViewNode, now: number): FsStat {
	return {
		isFile: node.kind === "file",
		isDirectory: node.kind === "directory",
		isSymbolicLink: node.kind === "symlink",
		mode: modeOf(node),
		size: "text" in node ? bytesOfText(node.text).length : 0,
		mtime: new Date("mtime" in node ? node.mtime : now),
	};
}

function modeOf(node: FileNode | ViewNode): number {
	if ("mode" in node) return node.mode;
	if (node.kind === "symlink") return 0o777;
	if (node.kind === "directory") return 0o555;
	return "write" in node && node.write !== undefined ? 0o644 : 0o444;
}
