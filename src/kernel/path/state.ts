/** What a namespace remembers of packets: struct inet_peer, struct fib_nh_exception, and pieces that wait for the others. */
import { idDelete, idGet, idSet } from "../../net/id-map.ts";
import type { NameMap } from "../../net/name-map.ts";
import { emptyTrie } from "../../net/trie.ts";
import { ownKernel, type Task } from "../task.ts";
import type { Exception } from "./exception.ts";
import type { Reassembly } from "./fragment.ts";
import type { Peer } from "./peer.ts";
import type { Waiting } from "./resolve.ts";

export interface PathState {
	readonly peers: NameMap<Peer>;
	readonly exceptions: NameMap<Exception>;
	readonly reassemblies: NameMap<Reassembly>;
	/** Packets that wait for a neighbour, by device and address. */
	readonly queues: NameMap<readonly Waiting[]>;
	/** The last IP id given out. */
	readonly lastId: number;
}

export const emptyPathState: PathState = {
	peers: emptyTrie(),
	exceptions: emptyTrie(),
	reassemblies: emptyTrie(),
	queues: emptyTrie(),
	lastId: 0,
};

export function pathState({ kernel }: Task, netns: number): PathState {
	return (kernel.path && idGet(kernel.path, netns)) ?? emptyPathState;
}

export function setPathState(t: Task, netns: number, patch: Partial<PathState>): void {
	const { peers, exceptions, reassemblies, queues, lastId } = pathState(t, netns);
	const next = Object.assign({ peers, exceptions, reassemblies, queues, lastId }, patch);
	const path = idSet(t.kernel.path ?? emptyTrie<PathState>(), netns, next);
	ownKernel(t).path = path;
}

/** The namespace is gone, and what it has counted with it. */
export function forgetPathState(t: Task, netns: number): void {
	const { path, mib } = t.kernel;
	if (path) ownKernel(t).path = idDelete(path, netns);
	if (mib) ownKernel(t).mib = idDelete(mib, netns);
}
