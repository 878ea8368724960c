/**
 * What stands at a path: a file of the world, a view of the kernel, a device or a command. Every path is followed here,
 * since a symlink may lead from a file to a view and back.
 */
import { nameEntries } from "../net/name-map.ts";
import { type FileNode, follow, namesOf, nodeAt, withNode } from "../session/file.ts";
import type { Machine } from "../session/machine.ts";
import type { Errno } from "../uapi/errno.ts";
import { FsError } from "./fs-error.ts";
import { views } from "./view/index.ts";
import { type Asker, type ViewNode, Views } from "./view/view.ts";

/** What the file system asks of its shell. */
export interface FsHost {
	readonly machine: Machine;
	asker(): Asker;
	now(): number;
	/** What lies in /usr/bin and in /usr/sbin. */
	binaries(directory: "bin" | "sbin"): ReadonlySet<string>;
	/** Of commands that only just-bash looks for in /usr/bin. */
	isHiddenBinary(name: string): boolean;
	/** Opens /dev/tcp/HOST/PORT, and reads or writes there. */
	readNet(path: string): Promise<string>;
	writeNet(path: string, text: string): Promise<void>;
	/** After the kernel was written to through a file. */
	wrote(): Promise<void>;
}

export type Place = { readonly names: readonly string[]; readonly node: FileNode | ViewNode };

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

export class Tree {
	private readonly host: FsHost;
	private readonly failures: Map<string, Errno>;
	private readonly views = new Views(views.rows, views.deeps);

	constructor(host: FsHost, failures: Map<string, Errno>) {
		this.host = host;
		this.failures = failures;
	}

	list(path: string): string[] {
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

	must(path: string, last: boolean): Place {
		const place = this.find(path, last);
		if (place === undefined) throw new FsError("ENOENT", path);
		return place;
	}

	find(path: string, last: boolean): Place | undefined {
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

	put(path: string, node: FileNode | undefined): void {
		const { machine } = this.host;
		const above = namesOf(path);
		const name = above.pop();
		if (this.changesView(path, above, name ?? "", node)) return;
		const parent = this.find(`/${above.join("/")}`, true);
		if (parent === undefined) throw new FsError("ENOENT", path);
		if (kernelMounts.has(parent.names[0])) throw new FsError(parent.names[0] === "proc" ? "ENOENT" : "EACCES", path);
		if (this.viewed(this.host.asker(), [...parent.names, name ?? ""]) !== undefined) throw new FsError("EBUSY", path);
		const result = withNode(machine.world.files, name === undefined ? [] : [...parent.names, name], node);
		if ("errno" in result) throw new FsError(result.errno, path);
		machine.world = { ...machine.world, files: result.ok };
	}

	/** Directories of the kernel in which one may make files: /run/netns. */
	private changesView(path: string, above: readonly string[], name: string, node: FileNode | undefined): boolean {
		const directory = this.viewed(this.host.asker(), above);
		if (directory?.kind !== "directory" || (node && node.kind !== "file")) return false;
		const change = node ? directory.create : directory.remove;
		if (!change) return false;
		const result = change(name);
		if ("errno" in result) throw new FsError(result.errno, path);
		return true;
	}

	failed(errno: Errno, path: string, asWritten = path): FsError {
		this.failures.set(asWritten, errno);
		return new FsError(errno, path);
	}
}

export function isDevice(names: readonly string[]): boolean {
	return names.length === 2 && names[0] === "dev" && devices.has(names[1] ?? "");
}
