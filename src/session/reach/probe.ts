/** One try on a copy of the world, with everything that happens to packets written down: a ping, or a connection. */
import type { Step } from "../../kernel/path/step.ts";
import { rtnetlink } from "../../kernel/rtnetlink.ts";
import { type Addr, bitsOf, familyOf } from "../../net/addr.ts";
import { RTM_F_LOOKUP_TABLE } from "../../uapi/message.ts";
import type { Reason, RouteFact } from "../../uapi/reason.ts";
import { runProgram } from "../drive.ts";
import { advance, createMachine, type World } from "../machine.ts";

/** Who wants to reach whom. */
export interface Question {
	readonly netns: number;
	/** Left to the kernel where it is missing. */
	readonly saddr?: Addr;
	readonly daddr: Addr;
	/** The namespace that is meant to answer, where that was said. */
	readonly meant?: number;
	readonly port?: number;
}

export interface Probe {
	readonly ok: boolean;
	readonly steps: readonly Step[];
	readonly world: World;
}

/** The world when addresses are sure, and routers known. */
export function settled(world: World): World {
	const machine = createMachine(world);
	advance(machine, 3000);
	return machine.world;
}

export function probe(world: World, question: Question): Probe {
	const trace: Step[] = [];
	const machine = { ...createMachine(world), trace };
	const { exit } = runProgram(machine, wordsOf(question), { netns: question.netns });
	return { ok: exit === 0, steps: trace, world: machine.world };
}

function wordsOf({ saddr, daddr, port }: Question): string[] {
	if (port === undefined) return ["ping", "-c", "1", "-W", "1", ...(saddr === undefined ? [] : ["-I", saddr]), daddr];
	const bracketed = (addr: Addr) => (familyOf(addr) === "inet6" ? `[${addr}]` : addr);
	return ["hold", "client", "tcp", saddr === undefined ? "-" : bracketed(saddr), "-", bracketed(daddr), String(port)];
}

export interface Ask {
	readonly daddr: Addr;
	readonly saddr?: Addr | undefined;
	/** Index of the device it came in by. */
	readonly iif?: number;
}

/** Why a namespace decides as it does about such a packet: the answer of `ip route get`. */
export function reasonsOf({ kernel }: World, netns: number, { daddr, saddr, iif }: Ask): readonly Reason[] {
	const family = familyOf(daddr);
	const request = {
		type: "RTM_GETROUTE",
		flags: 0,
		family,
		// inet6_rtm_valid_getroute_req() refuses the flag
		...(family === "inet" && { rtmFlags: RTM_F_LOOKUP_TABLE }),
		dst: { addr: daddr, len: bitsOf(family) },
		...(saddr !== undefined && { src: saddr }),
		...(iif !== undefined && { iif }),
	} as const;
	return rtnetlink(kernel, netns, request, "why").reasons ?? [];
}

/** The route that decides; what is looked up for the way back (rp_filter) comes after it. */
export function decidingRoute(reasons: readonly Reason[]): RouteFact | undefined {
	const doubt = reasons.findIndex(({ step }) => step === "believe");
	const chosen = reasons.slice(0, doubt < 0 ? undefined : doubt).findLast(({ step }) => step === "chosen");
	return chosen?.step === "chosen" ? chosen.route : undefined;
}
