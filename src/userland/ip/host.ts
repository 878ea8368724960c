/**
 * Addresses by name, under -r: lib/utils.c format_host(). The real tool asks the resolver; here /etc/hosts is all there is.
 */
import type { Addr } from "../../net/addr.ts";
import type { Context } from "./context.ts";

export function hostText(ctx: Context, addr: Addr): string {
	return ctx.options.resolve ? (nameOf(ctx, addr) ?? addr) : addr;
}

function nameOf(ctx: Context, addr: Addr): string | undefined {
	const hosts = ctx.sys.readFile("/etc/hosts");
	if (!("ok" in hosts)) return undefined;
	const rows = hosts.ok.split("\n").map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
	return rows.find(([first]) => first === addr)?.[1];
}
