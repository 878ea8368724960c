/** The shape of a language for `iplab picture --path`: every word in the picture, so that a missing one fails the build. */
import type { Stop } from "../why/reach.ts";

export interface PathTexts {
	readonly layer: Readonly<Record<"process" | "socket" | "routing" | "device", string>>;
	/** The legend: the packet, and its answer. */
	readonly there: string;
	readonly back: string;
	readonly client: string;
	/** Who answers a ping. */
	readonly kernel: string;
	readonly listens: (comm: string) => string;
	readonly hasAnswer: string;
	readonly accepted: string;
	readonly refused: string;
	readonly echo: string;
	readonly echoReply: string;
	readonly rule: string;
	/** One of the three that every namespace has. */
	readonly ownRule: (priority: number, table: string) => string;
	readonly table: (name: string) => string;
	readonly forLocal: string;
	/** What lo gives back still has its route (ip_rcv_finish(), skb_valid_dst()). */
	readonly keptRoute: string;
	readonly passedOn: string;
	readonly handedBack: readonly string[];
	/** Cards, and what is like one. */
	readonly untouched: string;
	readonly notReached: (addr: string) => string;
	/** The answer of a packet that lo has handed back goes the same way. */
	readonly sameWay: string;
	readonly noCard: string;
	readonly stopped: string;
	/** In a few words: the sentence stands under the picture. */
	readonly stop: Readonly<Record<Stop["kind"], string>>;
}
