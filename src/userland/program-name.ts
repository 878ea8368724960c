/** The names of all programs, so that one can know what there is without loading any. */

/** What programs.ts has. */
const always = ["false", "ip", "ping", "ping4", "ping6", "sleep", "sysctl", "true"];

/** What stands in a set: programs, and daemons. */
interface Names {
	readonly programs: readonly string[];
	readonly daemons: readonly string[];
}

/** Sets that come when they are asked for: frr/frr.ts and tools.ts. */
const programSets = {
	frr: {
		programs: ["fail", "frr_kill", "frr_settle", "frr_start", "heal", "iplab", "ospfd", "vtysh", "zebra"],
		daemons: ["frr"],
	},
	tools: {
		programs: [
			"arping",
			"bridge",
			"curl",
			"drop",
			"hold",
			"mtr",
			"nc",
			"ncat",
			"nstat",
			"on",
			"python3",
			"serve",
			"setpriv",
			"socat",
			"ss",
			"tcpdump",
			"tracepath",
			"traceroute",
			"traceroute6",
		],
		daemons: [],
	},
} satisfies Record<string, Names>;

export type SetName = keyof typeof programSets;

export const setNames = Object.keys(programSets) as readonly SetName[];

export function namesOf(set: SetName): Names {
	return programSets[set];
}

/** Every program. */
export const programNames: readonly string[] = [...always, ...setNames.flatMap((set) => namesOf(set).programs)].sort();
