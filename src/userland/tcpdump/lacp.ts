/** LACP as tcpdump 4.99 prints it: print-slow.c slow_print(), slow_marker_lacp_print(). */
import type { LacpEnd } from "../../uapi/bonding.ts";
import type { Lacp } from "../../uapi/packet.ts";
import type { Style } from "./style.ts";

const flags = [
	"Activity",
	"Timeout",
	"Aggregation",
	"Synchronization",
	"Collecting",
	"Distributing",
	"Default",
	"Expired",
];

/** AD_COLLECTOR_MAX_DELAY */
const maxDelay = 5;

export function lacpText({ actor, partner, length }: Lacp, { verbose }: Style): string {
	const head = `LACPv1, length ${length}`;
	if (verbose === 0) return head;
	const dump = (bytes: readonly number[]) => (verbose > 1 ? hexText(bytes) : "");
	return [
		head,
		`\n\tActor Information TLV (0x01), length 20${endText(actor)}${dump(endBytes(actor))}`,
		`\n\tPartner Information TLV (0x02), length 20${endText(partner)}${dump(endBytes(partner))}`,
		`\n\tCollector Information TLV (0x03), length 16\n\t  Max Delay ${maxDelay}${dump([...word(maxDelay), ...zeros(12)])}`,
		"\n\tTerminator TLV (0x00), length 0",
	].join("");
}

function endText({ system, key, priority, port, state }: LacpEnd): string {
	const set = flags.filter((_, bit) => ((state >> bit) & 1) === 1);
	return (
		`\n\t  System ${system.mac}, System Priority ${system.priority}, Key ${key}, Port ${port}, Port Priority ${priority}` +
		`\n\t  State Flags [${set.join(", ") || "none"}]`
	);
}

function word(value: number): number[] {
	return [value >> 8, value & 0xff];
}

function zeros(count: number): number[] {
	return new Array<number>(count).fill(0);
}

function endBytes({ system, key, priority, port, state }: LacpEnd): number[] {
	const mac = system.mac.split(":").map((byte) => Number.parseInt(byte, 16));
	return [...word(system.priority), ...mac, ...word(key), ...word(priority), ...word(port), state, ...zeros(3)];
}

/** hex_print_with_offset() */
function hexText(bytes: readonly number[]): string {
	const rows: string[] = [];
	for (let at = 0; at < bytes.length; at += 16) {
		const row = bytes.slice(at, at + 16).map((byte) => byte.toString(16).padStart(2, "0"));
		const pairs = row.join("").match(/.{1,4}/g) ?? [];
		rows.push(`\n\t  0x${at.toString(16).padStart(4, "0")}: ${pairs.map((pair) => ` ${pair}`).join("")}`);
	}
	return rows.join("");
}
