/** A tun or tap device, as -d shows it. It is made by `ip tuntap`, and `type tun` takes no words. ip/iptuntap.c print_tun(). */
import { type Field, field, member } from "../../../print/field.ts";
import type { TunData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import type { Context } from "../context.ts";
import type { Kind } from "./kind.ts";
import { onOffField } from "./option.ts";

function describe(ctx: Context, data: TunData): Field[] {
	const { type, pi, vnetHdr, persist, owner, group } = data;
	return [
		...(type === undefined ? [] : [field("type", `type ${type} `, type)]),
		...(pi === undefined ? [] : [onOffField("pi", pi)]),
		...(vnetHdr === undefined ? [] : [onOffField("vnet_hdr", vnetHdr)]),
		...describeQueues(data),
		...(persist === undefined ? [] : [onOffField("persist", persist)]),
		...(owner === undefined ? [] : describeOwner("user", nameIn(ctx, "/etc/passwd", owner))),
		...(group === undefined ? [] : describeOwner("group", nameIn(ctx, "/etc/group", group))),
	];
}

function describeQueues({ multiQueue, numQueues, numDisabledQueues }: TunData): Field[] {
	if (!multiQueue) return [member("multi_queue", false)];
	return [
		field("multi_queue", "multi_queue ", true),
		...(numQueues === undefined ? [] : [field("numqueues", `numqueues ${numQueues} `, numQueues)]),
		...(numDisabledQueues === undefined
			? []
			: [field("numdisabled", `numdisabled ${numDisabledQueues} `, numDisabledQueues)]),
	];
}

function describeOwner(word: string, name: string): Field[] {
	return [field(word, `${word} ${name} `, name)];
}

/** getpwuid(), getgrgid(): the name, or the number where the file has none. */
function nameIn(ctx: Context, path: string, id: number): string {
	const file = ctx.sys.readFile(path);
	const lines = "ok" in file ? file.ok.split("\n").map((line) => line.split(":")) : [["root", "x", "0"]];
	return lines.find(([, , number]) => number === String(id))?.[0] ?? String(id);
}

export const tun: Kind = {
	name: "tun",
	helpless: true,
	describe: (ctx, data: LinkData) => describe(ctx, data as TunData),
};
