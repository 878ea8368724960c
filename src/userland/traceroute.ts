/**
 * traceroute of Dmitry Butskoy, as Debian has it (2.1.2): probes with a rising time to live, by UDP, ICMP or TCP. The words are
 * in traceroute/option.ts, the methods in method.ts, the rounds of sending and hearing in loop.ts.
 */

import { Failed } from "./failed.ts";
import { hostAddr } from "./host-name.ts";
import type { Answer, Process, Program, Wait } from "./process.ts";
import { trace } from "./traceroute/loop.ts";
import { openProber } from "./traceroute/method.ts";
import { checkOptions, help, type Options, parseOptions } from "./traceroute/option.ts";

/** Of the IP header, and what comes behind it without other wishes. */
const ipHeader = { inet: 20, inet6: 40 } as const;
const usualLength = 40;
/** What --mtu begins with. */
const longest = 65_000;

function named(own: readonly string[]): Program {
	return function* (process) {
		if (process.args.length === 0) {
			process.stderr(`${help}\n`);
			return 0;
		}
		try {
			return yield* run(process, parseOptions([...own, ...process.args]));
		} catch (error) {
			if (!(error instanceof Failed)) throw error;
			if (error.exit === 0) process.stdout(`${error.message}\n`);
			else process.stderr(`${error.message}\n`);
			return error.exit;
		}
	};
}

export const traceroute = named([]);
export const traceroute6 = named(["-6"]);

function* run(process: Process, options: Options): Generator<Wait, number, Answer> {
	const found = hostAddr(process.sys, options.host, options.family);
	if ("error" in found)
		throw new Failed(
			`${options.host}: ${found.error}\nCannot handle "host" cmdline arg \`${options.host}' on position 1 (argc ${options.position})`,
			2,
		);
	checkOptions(options);
	const family = found.addr.includes(":") ? "inet6" : "inet";
	const to = { addr: found.addr, scopeId: found.scopeId };
	// The methods are set up before the first line, and what fails there ends it; main() prints that line first.
	const usual = ipHeader[family] + usualLength;
	const wish = options.size ?? (options.mtu ? longest : usual);
	const least = ipHeader[family] + (options.method === "tcp" ? usualLength : 8);
	const size = options.method === "tcp" ? usual : Math.max(wish, least);
	process.stdout(`traceroute to ${options.host} (${found.addr}), ${options.maxTtl} hops max, ${size} byte packets`);
	yield* trace(process, options, openProber(process, options, family, to), size);
	return 0;
}
