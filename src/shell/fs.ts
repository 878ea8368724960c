/**
 * The file system that just-bash works on: the world's files, with the views of the kernel, the devices and the commands
 * laid over them. It keeps nothing of its own; a write puts the next tree of files into the machine, so undo covers it.
 * Read next: tree.ts, what stands at a path.
 */
import type { FsStat, IFileSystem, MkdirOptions, RmOptions } from "just-bash";
import { bytesOfText, latin1OfText, textOfBytes, textOfLatin1 } from "../net/byte.ts";
import { nameEntries } from "../net/name-map.ts";
import { emptyDirectory, type FileNode, namesOf } from "../session/file.ts";
import type { Errno } from "../uapi/errno.ts";
import { isDevNet } from "./dev-net.ts";
import { FsError } from "./fs-error.ts";
import { type FsHost, isDevice, Tree } from "./tree.ts";
import type { ViewNode } from "./view/view.ts";

type Content = string | Uint8Array;
type Encoding = { encoding?: string | null } | string | undefined;

export class ShellFs implements IFileSystem {
	/** Why files could not be read, by path: just-bash's commands only say that they could not. */
	readonly failures = new Map<string, Errno>();
	private readonly host: FsHost;
	private readonly tree: Tree;

	constructor(host: FsHost) {
		this.host = host;
		this.tree = new Tree(host, this.failures);
	}

	resolvePath(base: string, path: string): string {
		return `/${namesOf(path.startsWith("/") ? path : `${base}/${path}`).join("/")}`;
	}

	async readFile(path: string, options?: Encoding): Promise<string> {
		const text = await this.readText(path);
		const encoding = typeof options === "string" ? options : options?.encoding;
		return encoding === "binary" || encoding === "latin1" ? latin1OfText(text) : text;
	}

	async readFileBytes(path: string): Promise<never> {
		// just-bash's ByteString is a string with a private brand
		return latin1OfText(await this.readText(path)) as never;
	}

	async readFileBuffer(path: string): Promise<Uint8Array> {
		return bytesOfText(await this.readText(path));
	}

	private async readText(path: string): Promise<string> {
		if (!isDevNet(path)) return this.read(path);
		return this.host.readNet(path).catch((error) => {
			if (error instanceof FsError) this.failures.set(path, error.errno);
			throw error;
		});
	}

	async writeFile(path: string, content: Content, options?: Encoding): Promise<void> {
		await this.write(path, content, options, false);
	}

	async appendFile(path: string, content: Content, options?: Encoding): Promise<void> {
		await this.write(path, content, options, true);
	}

	async exists(path: string): Promise<boolean> {
		return this.tree.find(path, true) !== undefined;
	}

	async stat(path: string): Promise<FsStat> {
		return statOf(this.tree.must(path, true).node, this.host.now());
	}

	async lstat(path: string): Promise<FsStat> {
		return statOf(this.tree.must(path, false).node, this.host.now());
	}

	async readdir(path: string): Promise<string[]> {
		return this.tree.list(path).sort();
	}

	async mkdir(path: string, options?: MkdirOptions): Promise<void> {
		const names = namesOf(path);
		for (let i = options?.recursive ? 1 : names.length; i <= names.length; i++) {
			const above = `/${names.slice(0, i).join("/")}`;
			const there = this.tree.find(above, true)?.node;
			if (there === undefined) this.tree.put(above, emptyDirectory(0o755, this.host.now()));
			else if (!options?.recursive) throw new FsError("EEXIST", path);
			else if (there.kind !== "directory") throw new FsError("ENOTDIR", path);
		}
	}

	async rm(path: string, options?: RmOptions): Promise<void> {
		const place = this.tree.find(path, false);
		if (place === undefined) {
			if (options?.force) return;
			throw new FsError("ENOENT", path);
		}
		if (place.node.kind === "directory" && !options?.recursive && this.tree.list(path).length > 0)
			throw Object.assign(new FsError("EBUSY", path), { message: `ENOTEMPTY: directory not empty, rm '${path}'` });
		this.tree.put(path, undefined);
	}

	async cp(src: string, dest: string, options?: { recursive?: boolean }): Promise<void> {
		const { node } = this.tree.must(src, true);
		if (node.kind !== "directory") return this.writeText(dest, this.read(src), false);
		if (!options?.recursive) throw new FsError("EISDIR", src);
		await this.mkdir(dest, { recursive: true });
		for (const name of this.tree.list(src)) await this.cp(`${src}/${name}`, `${dest}/${name}`, options);
	}

	async mv(src: string, dest: string): Promise<void> {
		const { node } = this.tree.must(src, false);
		if (!isStored(node)) throw new FsError("EBUSY", src);
		this.tree.put(src, undefined);
		this.tree.put(dest, node);
	}

	async chmod(path: string, mode: number): Promise<void> {
		const { names, node } = this.tree.must(path, true);
		if (isStored(node) && node.kind !== "symlink") this.tree.put(`/${names.join("/")}`, { ...node, mode });
	}

	async utimes(path: string, _atime: Date, mtime: Date): Promise<void> {
		const { names, node } = this.tree.must(path, true);
		if (isStored(node)) this.tree.put(`/${names.join("/")}`, { ...node, mtime: mtime.getTime() });
	}

	async symlink(target: string, linkPath: string): Promise<void> {
		if (this.tree.find(linkPath, false) !== undefined) throw new FsError("EEXIST", linkPath);
		this.tree.put(linkPath, { kind: "symlink", target, mtime: this.host.now() });
	}

	async link(existingPath: string, newPath: string): Promise<void> {
		const { node } = this.tree.must(existingPath, true);
		if (this.tree.find(newPath, false) !== undefined) throw new FsError("EEXIST", newPath);
		if (!isStored(node)) throw new FsError("EXDEV", newPath);
		this.tree.put(newPath, node);
	}

	async readlink(path: string): Promise<string> {
		const { node } = this.tree.must(path, false);
		if (node.kind !== "symlink") throw new FsError("EINVAL", path);
		return node.target;
	}

	async realpath(path: string): Promise<string> {
		return `/${this.tree.must(path, true).names.join("/")}`;
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
		if (isDevNet(path)) return this.host.writeNet(path, text);
		const node = this.tree.find(path, true)?.node;
		if (node?.kind === "file" && !("text" in node)) return this.writeView(path, node, text);
		this.storeText(path, text, append);
	}

	/** The same for a file that is no view, at once. */
	storeText(path: string, text: string, append: boolean): void {
		const place = this.tree.find(path, true);
		const node = place?.node;
		if (place !== undefined && isDevice(place.names)) return;
		if (node?.kind === "directory") throw new FsError("EISDIR", path);
		const known = node !== undefined && "text" in node ? node : undefined;
		const next = append && known !== undefined ? known.text + text : text;
		const target = place === undefined ? path : `/${place.names.join("/")}`;
		this.tree.put(target, { kind: "file", text: next, mode: known?.mode ?? 0o644, mtime: this.host.now() });
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
		const { node, names } = this.tree.must(path, true);
		if (node.kind === "directory") throw this.tree.failed("EISDIR", path);
		if (node.kind === "symlink") throw this.tree.failed("ENOENT", path);
		if ("text" in node) return node.text;
		const result = node.read();
		if ("errno" in result) throw this.tree.failed(result.errno, `/${names.join("/")}`, path);
		return result.ok;
	}
}

function isStored(node: FileNode | ViewNode): node is FileNode {
	return "text" in node || "entries" in node || ("target" in node && "mtime" in node);
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
