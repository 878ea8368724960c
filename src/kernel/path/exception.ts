/**
 * What a next hop has turned out to be for one destination: a smaller mtu on the way, another gateway. net/ipv4/route.c
 * update_or_create_fnhe(), net/ipv6/route.c rt6_insert_exception(). `ip route flush cache` forgets them all.
 */
import type { Addr } from "../../net/addr.ts";
import { nameGet, nameSet, nameValues } from "../../net/name-map.ts";
import { emptyTrie } from "../../net/trie.ts";
import type { Task } from "../task.ts";
import { pathState, setPathState } from "./state.ts";

export interface Exception {
	readonly daddr: Addr;
	/** The next hop it is about. */
	readonly oif: number;
	readonly via?: Addr;
	/** Where a redirect points. */
	readonly gateway?: Addr;
	readonly mtu?: number;
	/** The mtu is below the least that is believed, so it is not to be changed. */
	readonly locked?: true;
	/** Kernel time, ms. */
	readonly expires: number;
}

export interface Way {
	readonly oif: number;
	readonly via?: Addr | undefined;
	readonly daddr: Addr;
}

function keyOf({ oif, via, daddr }: Way): string {
	return `${oif} ${via ?? ""} ${daddr}`;
}

/** find_exception() */
export function findException(t: Task, netns: number, way: Way): Exception | undefined {
	const found = nameGet(pathState(t, netns).exceptions, keyOf(way));
	return found && found.expires > t.kernel.now ? found : undefined;
}

export function updateException(t: Task, netns: number, way: Way, patch: Partial<Exception>, ms: number): void {
	const { exceptions } = pathState(t, netns);
	const { oif, via, daddr } = way;
	const known = findException(t, netns, way);
	const next = { ...known, oif, daddr, ...(via !== undefined && { via }), ...patch, expires: t.kernel.now + ms };
	setPathState(t, netns, { exceptions: nameSet(exceptions, keyOf(way), next) });
}

/** fnhe_genid_bump() */
export function flushExceptions(t: Task, netns: number, family: "inet" | "inet6"): void {
	let kept = emptyTrie<Exception>() as ReturnType<typeof pathState>["exceptions"];
	for (const exception of listExceptions(t, netns))
		if (exception.daddr.includes(":") !== (family === "inet6")) kept = nameSet(kept, keyOf(exception), exception);
	setPathState(t, netns, { exceptions: kept });
}

/** Those that have not expired (`ip route show cache`). */
export function listExceptions(t: Task, netns: number): Exception[] {
	return [...nameValues(pathState(t, netns).exceptions)].filter((exception) => exception.expires > t.kernel.now);
}
