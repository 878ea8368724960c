/**
 * `flush` of addresses and routes: look, remove all that is found, look again, until nothing is left or the rounds are
 * used up. ip/ipaddress.c ipaddr_flush(), ip/iproute.c iproute_flush(). With -s it reports, and with -s -s it names each.
 */
import type { Field } from "../../print/field.ts";
import { strerror } from "../../uapi/errno.ts";
import type { KernelError } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { returned } from "./failure.ts";

export interface Flushing<T> {
	/** `addresses` or `entries`. */
	readonly nouns: string;
	/** The most rounds; 0 is no limit. */
	readonly rounds: number;
	/** One round is enough. */
	readonly once?: boolean;
	/** The exit status of one that fails, as ip/ip.c do_cmd() turns it round: addresses return 1, routes -2. */
	readonly failure?: number;
	/** What is said of none in the first round, where that is not the usual. */
	readonly nothing?: string;
	readonly find: () => readonly T[];
	readonly describe: (found: T) => readonly Field[];
	/** The kernel's no, where it counts. */
	readonly remove: (found: T) => KernelError | undefined;
}

export function flush<T>(ctx: Context, job: Flushing<T>): number {
	const say = (line: string) => ctx.options.stats > 0 && ctx.process.stdout(`${line}\n`);
	for (let round = 0; job.rounds === 0 || round < job.rounds; round++) {
		const found = round > 0 && job.once ? [] : job.find();
		if (found.length === 0) {
			say(
				round === 0
					? (job.nothing ?? "Nothing to flush.")
					: `*** Flush is complete after ${round} round${round > 1 ? "s" : ""} ***`,
			);
			return 0;
		}
		flushRound(ctx, job, found);
		say(`\n*** Round ${round + 1}, deleting ${found.length} ${job.nouns} ***`);
	}
	throw returned(`*** Flush remains incomplete after ${job.rounds} rounds. ***`, job.failure);
}

/** All are sent at once; the first refusal is reported when all are through. rtnl_send_check(). */
function flushRound<T>(ctx: Context, job: Flushing<T>, found: readonly T[]): void {
	if (ctx.options.stats > 1) for (const each of found) ctx.printText(job.describe(each));
	const errors = found.map((each) => job.remove(each)).filter((error) => error !== undefined);
	const [first] = errors;
	if (first !== undefined) throw returned(`Failed to send flush request: ${strerror(first.errno)}`, job.failure);
}
