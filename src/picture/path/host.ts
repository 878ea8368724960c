/**
 * The boxes of a path, one for each namespace, with what the packet does there beside what its answer does: the answer passes the
 * same ones the other way round, or has boxes of its own.
 */
import type { Journey, Stage, Visit } from "./journey.ts";

export interface Host {
	readonly ns: string;
	/** In the order of going. */
	readonly there: readonly Stage[];
	readonly back: readonly Stage[];
	/** lo turns the packet round here: what is after it goes up again. */
	readonly turned: readonly Stage[];
	readonly idle: readonly string[];
}

export interface Hosts {
	readonly hosts: readonly Host[];
	/** Those of the answer alone, where it goes another way. */
	readonly aside: readonly Host[];
}

export function hostsOf({ there, back, idle }: Journey): Hosts {
	const paired = comesBack(there, back);
	const down = there.map((visit, i): Host => {
		const answer = paired ? back[there.length - 1 - i] : undefined;
		return host(visit, answer, idle);
	});
	return { hosts: down, aside: paired ? [] : back.map((visit) => host(visit, undefined, idle)) };
}

/** The namespaces of the answer are those of the packet, from its end. */
function comesBack(there: readonly Visit[], back: readonly Visit[]): boolean {
	if (there.length === 1 && there[0]?.stages.some(({ turns }) => turns)) return true;
	return back.length <= there.length && back.every(({ ns }, i) => there[there.length - 1 - i]?.ns === ns);
}

function host({ ns, stages }: Visit, answer: Visit | undefined, idle: Journey["idle"]): Host {
	const turn = stages.findIndex(({ turns }) => turns);
	const [there, turned] = turn < 0 ? [stages, []] : [stages.slice(0, turn + 1), stages.slice(turn + 1)];
	const back = turn < 0 ? (answer?.stages ?? []) : (answer?.stages.filter(({ stopped }) => stopped) ?? []);
	return { ns, there, turned, back, idle: idle.get(ns) ?? [] };
}

export interface Merged {
	readonly hosts: readonly Host[];
	/** Numbers of the hosts, in the order in which the answer visits them. */
	readonly order: readonly number[];
}

/** One box for the packet and its answer wherever both come, whichever way round. */
export function mergedHosts({ there, back, idle }: Journey): Merged {
	const hosts = there.map((visit) => host(visit, undefined, idle));
	const turned = hosts.some((each) => each.turned.length > 0);
	const order = (turned ? [] : back).map((answer) => {
		const at = hosts.findLastIndex((each) => each.ns === answer.ns && each.back.length === 0);
		const merged = { ...(hosts[at] ?? host({ ns: answer.ns, stages: [] }, undefined, idle)), back: answer.stages };
		if (at < 0) return hosts.push(merged) - 1;
		hosts[at] = merged;
		return at;
	});
	return { hosts, order };
}
