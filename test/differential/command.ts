/**
 * Random `ip` commands, and sequences of them: those of all objects (object/), with options in front. Most are such as a
 * person would type; a share has a word too many, one too few or a wrong one.
 */
import fc, { type Arbitrary } from "fast-check";
import { type Command, type Drawn, joined, lines, nothing, perhaps, weighted, words } from "./draw.ts";
import { addresses } from "./object/address.ts";
import { addressSettings } from "./object/address-setting.ts";
import { batches } from "./object/batch.ts";
import { ground } from "./object/ground.ts";
import { links } from "./object/link.ts";
import { maddresses } from "./object/maddress.ts";
import { neighs } from "./object/neigh.ts";
import { netns } from "./object/netns.ts";
import { nexthops } from "./object/nexthop.ts";
import { routes } from "./object/route.ts";
import { rules } from "./object/rule.ts";
import { settings } from "./object/setting.ts";
import { tuntaps } from "./object/tuntap.ts";
import { wrongWords } from "./pool.ts";
import { isSafe } from "./safe.ts";

/** A new object is a file and a place here. */
export const everything: readonly Drawn[] = [
	...[addresses, links, netns, maddresses, tuntaps, batches],
	...[routes, rules, nexthops, neighs, ground, settings, addressSettings],
];

const usual = [
	"-4",
	"-6",
	"-0",
	"-o",
	"-br",
	"-j",
	"-d",
	"-s",
	"-N",
	"-j -d",
	"-p -j",
	"-details",
	"-oneline",
	"-brief",
	"-c=always",
	"-h",
	"-iec",
	"-p",
];
const unusual = [
	"-d -d",
	"-s -s",
	"-s -s -j",
	"-iec -s",
	"-h -s",
	"-c=always -br",
	"-c=always -d",
	"-col",
	"-f inet",
	"-family inet6",
	"-B",
	"-M",
	"-c=never",
	"-x",
];
const option = weighted([9, lines(...usual)], [1, lines(...unusual)]);
const options = perhaps(weighted([1, option], [1, joined(option, option)]), 1, 2);

/** One word too many, too few, or another in its place. */
function misspelled(command: Command): Arbitrary<Command> {
	const at = fc.nat(Math.max(0, command.length - 1));
	const edit = fc.constantFrom("leave out", "twice", "replace", "shorten");
	return fc.tuple(at, edit, fc.constantFrom(...wrongWords)).map(([i, how, other]) => {
		const word = command[i] ?? "";
		const instead = { "leave out": [], twice: [word, word], replace: [other], shorten: [word.slice(0, -1)] }[how];
		return [...command.slice(0, i), ...instead, ...command.slice(i + 1)];
	});
}

const inside = weighted(
	[16, nothing],
	[1, lines("-n n1", "-netns n2", "-n nope")],
	[1, lines("netns exec n1 ip", "netns exec n2 ip")],
);

/** One command of these objects. */
export function command(objects: readonly Drawn[]): Arbitrary<Command> {
	const right = weighted(...objects.flatMap(({ draws }) => draws));
	const plain = joined(lines("ip"), inside, options, weighted([11, right], [1, right.chain(misspelled)]));
	const pipes = objects.flatMap((object) => object.pipes ?? []);
	return weighted([60, plain], ...pipes).filter(isSafe);
}

/** A world with something in it: nearly always there. */
const first: readonly Command[] = [
	"ip netns add n1",
	"ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02",
	"ip link add br0 address 02:00:00:00:00:10 type bridge",
].map(words);

/** Links first, so that the others find them. */
function openingOf(objects: readonly Drawn[]): readonly Command[] {
	const rest = objects.filter((object) => object !== links && object !== addresses);
	return [links, addresses, ...rest].flatMap(({ opening = [] }) => opening);
}

export const opening: readonly Command[] = [...first, ...openingOf(everything)];

function mostOf(commands: readonly Command[]): Arbitrary<readonly Command[]> {
	const each = commands.map((one) => weighted<readonly Command[]>([7, fc.constant([one])], [1, fc.constant([])]));
	return fc.tuple(...each).map((lists) => lists.flat());
}

export function sequences(length: number, objects = everything): Arbitrary<readonly Command[]> {
	const before = fc.tuple(
		weighted([15, fc.constant(first)], [1, fc.subarray([...first])]),
		mostOf(openingOf(objects)),
		fc.array(command(objects), { minLength: Math.ceil(length / 2), maxLength: length, size: "max" }),
	);
	return before.map((parts) => parts.flat());
}

/** What the last command of a sequence is followed by: whatever differs in the world is seen here. */
export const closing: readonly Command[] = everything.flatMap((object) => object.closing ?? []);
