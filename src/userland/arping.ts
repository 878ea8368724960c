/**
 * arping of iputils 20221126: asks for the link address of an IPv4 address by hand, or looks for a duplicate (-D), or tells its
 * own (-U, -A). arping.c; the questions go through a packet socket, so the host's own ARP knows nothing of them.
 */
import { findDevice, sourceOf } from "./arping/device.ts";
import { ask } from "./arping/loop.ts";
import { must, type Options, parseOptions, Refused } from "./arping/option.ts";
import { hostAddr } from "./host-name.ts";
import type { Answer, Process, Program, Wait } from "./process.ts";

export const arping: Program = function* (process) {
	try {
		const options = parseOptions(process.args);
		if (options.count === undefined && options.deadline === undefined && !options.first)
			throw new Refused("iplab: arping without -c or -w would never end on a virtual clock: give -c COUNT", 3);
		return yield* run(process, options);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		if (error.message) process[error.stream](`${error.message}\n`);
		return error.exit;
	}
};

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	const { net } = process.sys;
	const target = hostAddr(process.sys, options.host, "inet");
	if ("error" in target) throw new Refused(`arping: ${options.host}: ${target.error}`);
	const link = findDevice(process, options, target.addr);
	const source = sourceOf(process, options, link, target.addr);
	const socket = must(net.socket("inet", "packet", "arp"), "socket");
	must(net.bindToDevice(socket, link.ifname ?? ""), "bind");
	if (!options.quiet) process.stdout(`ARPING ${target.addr} from ${source} ${link.ifname}\n`);
	return yield* ask(process, options, { socket, link, source, target: target.addr });
}
