/** What a namespace remembers of packets: struct inet_peer, struct fib_nh_exception, and pieces that wait for the others. */
import type { NameMap } from "../../net/name-map.ts";
import { emptyTrie } from "../../net/trie.ts";
import { netnsOf, setNetns, type Task } from "../task.ts";
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

export function pathState(t: Task, netns: number): PathState {
	return netnsOf(t, netns).path ?? emptyPathState;
}

export function setPathState(t: Task, netns: number, patch: Partial<PathState>): void {
	setNetns(t, netns, { path: { ...pathState(t, netns), ...patch } });
}
