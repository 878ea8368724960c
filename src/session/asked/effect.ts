/**
 * What a command would change: two copies of a world, before and after, are asked by the tool itself what is there, and by
 * pings who is reached. Table local follows from the addresses and is left out unless the command names it.
 */
import type { Change, Effect } from "../../explain/asked/text.ts";
import { run, type Session } from "../session.ts";

const looks: readonly (readonly string[])[] = [
	["-o", "link"],
	["-o", "addr"],
	["-o", "route", "show", "table", "all"],
	["-o", "-6", "route", "show", "table", "all"],
	["rule"],
	["-6", "rule"],
	["neigh"],
	["nexthop"],
	["addrlabel"],
	["token"],
	["macsec", "show"],
];

/** What other programs change. */
const programLooks: readonly (readonly string[])[] = [
	["sysctl", "-a"],
	["bridge", "vlan"],
	["bridge", "fdb"],
	["bridge", "link"],
];

/** Places that are asked for an answer, in each namespace. */
const mostPlaces = 8;
const mostNamespaces = 8;

export function effectOf(before: Session, after: Session, argv: readonly string[]): Effect {
	const [there, left] = [new Set(namespaces(before)), new Set(namespaces(after))];
	const names = [...new Set([...there, ...left])].slice(0, mostNamespaces);
	const local = argv.includes("local");
	const more = argv[0] === "ip" ? [] : programLooks;
	const changes: Change[] = [];
	const [lost, won]: [string[], string[]] = [[], []];
	let noDefault = false;
	for (const ns of names) {
		// a new namespace has what every new one has
		if (ns !== "" && !(there.has(ns) && left.has(ns))) continue;
		const [old, now] = [look(before, ns, local, more), look(after, ns, local, more)];
		const change = {
			ns,
			gone: [...old].filter((line) => !now.has(line)),
			come: [...now].filter((line) => !old.has(line)),
		};
		if (change.gone.length + change.come.length > 0) changes.push(change);
		const isDefault = (line: string) => /^default /.test(line);
		noDefault ||= change.gone.some(isDefault) && ![...now].some(isDefault);
		for (const place of placesOf(before, after, ns)) {
			const [was, is] = [reached(before, ns, place), reached(after, ns, place)];
			const name = ns === "" ? place : `${ns} → ${place}`;
			if (was && !is) lost.push(name);
			if (!was && is) won.push(name);
		}
	}
	const spaces = namespaceChange(before, after);
	return {
		changes: spaces ? [spaces, ...changes] : changes,
		lost,
		won,
		broken: broken(before, after, names, lost),
		noDefault,
	};
}

function ip(session: Session, ns: string, words: readonly string[]): string {
	return run(session, ["ip", ...(ns === "" ? [] : ["-n", ns]), ...words]).stdout;
}

function program(session: Session, ns: string, words: readonly string[]): string {
	return run(session, ns === "" ? words : ["ip", "netns", "exec", ns, ...words]).stdout;
}

/** "" is the one the command is given in. */
function namespaces(session: Session): string[] {
	return ["", ...namesIn(session)];
}

function namesIn(session: Session): string[] {
	return run(session, ["ip", "netns", "list"])
		.stdout.split("\n")
		.flatMap((line) => line.split(" (")[0] || []);
}

function namespaceChange(before: Session, after: Session): Change | undefined {
	const [old, now] = [namesIn(before), namesIn(after)];
	const said = (name: string) => `netns ${name}`;
	const gone = old.filter((name) => !now.includes(name)).map(said);
	const come = now.filter((name) => !old.includes(name)).map(said);
	return gone.length + come.length > 0 ? { ns: "", gone, come } : undefined;
}

function look(session: Session, ns: string, local: boolean, more: readonly (readonly string[])[]): Set<string> {
	const texts = [...looks.map((words) => ip(session, ns, words)), ...more.map((words) => program(session, ns, words))];
	const lines = texts.flatMap((text) => text.split("\n"));
	return new Set(
		lines
			.map(plain)
			.filter((line) => line !== "" && (local || !/ table local\b|^multicast ff00|^token :: /.test(line))),
	);
}

/** One line of -o, without what is only its layout. */
function plain(line: string): string {
	return line
		.replace(/\\\s+valid_lft forever preferred_lft forever/, "")
		.replace(/\s*\\\s*|\t/g, " ")
		.replace(/^(\d+: \S+)\s+/, "$1 ")
		.trim();
}

/** Gateways and neighbours. */
function placesOf(before: Session, after: Session, ns: string): string[] {
	const text = [before, after].flatMap((session) => [
		ip(session, ns, ["route"]),
		ip(session, ns, ["-6", "route"]),
		ip(session, ns, ["neigh"]),
		...peers(session, ns).map(({ peer }) => `via ${peer} `),
	]);
	const all = text.join("\n");
	const found = [...all.matchAll(/via ([\da-f.:]+) |^([\da-f.:]+) dev/gm)].map(([, via, host]) => via ?? host ?? "");
	return [...new Set(found)].filter((place) => !/^(?:fe80|ff)|^$|\/\d+$/.test(place)).slice(0, mostPlaces);
}

function reached(session: Session, ns: string, place: string): boolean {
	const words = ["ping", "-c", "1", "-W", "1", place];
	return run(session, ns === "" ? words : ["ip", "netns", "exec", ns, ...words]).exit === 0;
}

interface Connection {
	readonly local: string;
	readonly peer: string;
	readonly text: string;
}

/** TCP connections that stand. */
function peers(session: Session, ns: string): Connection[] {
	return program(session, ns, ["ss", "-Htn", "state", "established"])
		.split("\n")
		.flatMap((line) => {
			const [, local = "", lport, peer = "", pport] = /\s(\S+):(\d+)\s+(\S+):(\d+)\s*$/.exec(line) ?? [];
			const bare = (addr: string) => addr.replace(/[[\]]|%.*$/g, "");
			return peer === ""
				? []
				: [{ local: bare(local), peer: bare(peer), text: `${local}:${lport} ↔ ${peer}:${pport}` }];
		});
}

/** Its own address would be gone, or the other end no longer be reached. */
function broken(before: Session, after: Session, names: readonly string[], lost: readonly string[]): string[] {
	return names.flatMap((ns) => {
		const addrs = ip(after, ns, ["-o", "addr"]);
		const gone = ({ local, peer }: Connection) =>
			!addrs.includes(` ${local}/`) || lost.includes(ns === "" ? peer : `${ns} → ${peer}`);
		return peers(before, ns)
			.filter(gone)
			.map(({ text }) => text);
	});
}
