/** The shape of a language for `follow`: every text there can be, so that a missing one fails the build. */
import type { What } from "../../uapi/packet.ts";

/** What the packets' way comes to: which note stands under it. */
export type Verdict = "loopback" | "own" | "wire" | "nowhere";

export interface FollowTexts {
	readonly way: string;
	readonly counters: string;
	readonly unmoved: string;
	readonly what: Readonly<Record<What, (dev: string, why: string | undefined) => string>>;
	/** lo's driver gives the packet back. */
	readonly handedBack: (dev: string) => string;
	readonly carried: (devices: string) => string;
	readonly nothingCarried: string;
	readonly note: Readonly<Record<Verdict, readonly string[]>>;
}
