/**
 * Failure as one word: `fail R2` is a power cut (its daemons are killed, its links go down), `fail R2-End` cuts a link, `heal` undoes
 * what `fail` did. With --show they wait until the network is quiet and tell what has become of its routes and of the ways of
 * packets.
 */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Answer, Process, Program, System, Wait } from "../process.ts";
import { type FailTexts, failTexts } from "./fail-text.ts";
import { frrSettle } from "./lab.ts";
import { pairsOf, pictureOf, report, type Seen, see } from "./report.ts";
import { folder, routerNamed, startOspfd, startZebra } from "./start.ts";
import { type Node, type Port, readNodes, within } from "./topology.ts";

/** A node, or the end of a link that is taken down. */
interface Target {
	readonly word: string;
	readonly node: Node;
	readonly ports: readonly Port[];
	readonly whole: boolean;
	/** The same link, named from its other end. */
	readonly other?: string;
}

function targetOf(nodes: readonly Node[], word: string): Target | undefined {
	const node = nodes.find(({ name }) => name === word);
	if (node) return { word, node, ports: node.ports.filter(({ ifname }) => ifname !== "lo"), whole: true };
	for (let at = word.indexOf("-"); at > 0; at = word.indexOf("-", at + 1)) {
		const [from, to] = [word.slice(0, at), word.slice(at + 1)];
		const end = nodes.find(({ name }) => name === from);
		const ports = end?.ports.filter(({ peer }) => peer === to) ?? [];
		if (end && ports.length > 0) return { word, node: end, ports, whole: false, other: `${to}-${from}` };
	}
	return undefined;
}

function setLink(sys: System, { fd }: Node, index: number, up: boolean): void {
	const flags = { ifiFlags: up ? IFF_UP : 0, ifiChange: IFF_UP };
	within(sys, fd, () => sys.netlink({ type: "RTM_NEWLINK", flags: 0, family: "unspec", index, ...flags, attrs: {} }));
}

/** Where it stands what `heal` has to bring back: names of links, and whether there were daemons. */
const noteOf = (word: string) => `/run/iplab/fail/${word}`;

function noted(sys: System, word: string): string[] {
	const note = sys.readFile(noteOf(word));
	return "ok" in note ? note.ok.split("\n").filter((name) => name !== "") : [];
}

/** What `fail` and `heal` do; nothing where there is nothing to do. */
type Deed = (sys: System, target: Target) => (() => void) | undefined;

const fail: Deed = (sys, target) => {
	const ports = target.ports.filter(({ up }) => up);
	const daemon = target.whole ? routerNamed(sys, target.node.name)?.daemon : undefined;
	const cut = target.other !== undefined && noted(sys, target.other).length > 0;
	if (cut || (ports.length === 0 && !daemon)) return undefined;
	return () => {
		sys.writeFile(
			noteOf(target.word),
			`${[...ports.map(({ ifname }) => ifname), ...(daemon ? ["frr"] : [])].join("\n")}\n`,
		);
		for (const pid of [...(daemon?.pids ?? [])].reverse()) sys.daemons.kill(pid);
		for (const { ifindex } of ports) setLink(sys, target.node, ifindex, false);
	};
};

const heal: Deed = (sys, target) => {
	const names = noted(sys, target.word);
	if (names.length === 0) return undefined;
	return () => {
		sys.writeFile(noteOf(target.word), "");
		const { node } = target;
		for (const { ifname, ifindex } of target.ports) if (names.includes(ifname)) setLink(sys, node, ifindex, true);
		const configured = "ok" in sys.readFile(`${folder(node.name)}/ospfd.conf`);
		if (target.whole && names.includes("frr") && configured)
			within(sys, node.fd, () => startZebra(sys, node.name) ?? startOspfd(sys, node.name));
	};
};

/** A link is mended where it was cut, whichever of its ends is named first. */
function asCut(sys: System, nodes: readonly Node[], word: string): string {
	const other = targetOf(nodes, word)?.other;
	return other !== undefined && noted(sys, other).length > 0 ? other : word;
}

interface Words {
	readonly targets: readonly string[];
	readonly show: boolean;
	/** Missing where no picture is wanted. */
	readonly picture?: "text" | "svg";
	readonly flows: readonly string[];
	readonly lang: "en" | "fr";
	/** What is wrong with them. */
	readonly wrong?: { readonly lang: string } | "option";
	readonly help: boolean;
}

const drawn: ReadonlyMap<string, "text" | "svg"> = new Map([
	["--picture", "text"],
	["--svg", "svg"],
]);

function parseWords({ args, env }: Process): Words {
	const given = args.indexOf("--lang");
	const asked = given >= 0 ? (args[given + 1] ?? "") : undefined;
	const lang = (asked ?? (env.LANG ?? "").slice(0, 2)) === "fr" ? "fr" : "en";
	const help = args.some((word) => word === "--help" || word === "-h");
	const rest = args.filter((word, i) => (given < 0 || (i !== given && i !== given + 1)) && !drawn.has(word));
	const picture = args.map((word) => drawn.get(word)).find((kind) => kind !== undefined);
	const at = rest.indexOf("--show");
	const targets = at < 0 ? rest : rest.slice(0, at);
	const flows = at < 0 ? [] : rest.slice(at + 1);
	const words = { targets, show: at >= 0, flows, lang, help, ...(picture && { picture }) } as const;
	if (asked !== undefined && asked !== "en" && asked !== "fr") return { ...words, wrong: { lang: asked } };
	return [...targets, ...flows].some((word) => word.startsWith("-")) ? { ...words, wrong: "option" } : words;
}

/** Why a word means nothing here. */
function unknown(nodes: readonly Node[], word: string, texts: FailTexts): string {
	const names = (all: readonly string[]) => (all.length === 0 ? "-" : [...new Set(all)].join(" "));
	for (const { name, ports } of nodes) {
		const to = nodes.find((other) => `${name}-${other.name}` === word);
		if (to) return texts.noLink(name, to.name, names(ports.flatMap(({ peer }) => peer ?? [])));
	}
	return texts.noNode(word, names(nodes.map(({ name }) => name)));
}

function command(name: "fail" | "heal", deed: Deed): Program {
	return function* (process: Process): Generator<Wait, number, Answer> {
		const { sys, stdout, stderr } = process;
		const { targets: words, show, picture, flows, lang, wrong, help } = parseWords(process);
		const texts = failTexts[lang];
		if (help) {
			stdout(`${texts.usage(name)}\n${texts.help}\n`);
			return 0;
		}
		if (typeof wrong === "object") {
			stderr(`${name}: ${texts.noLang(wrong.lang)}\n`);
			return 1;
		}
		if (words.length === 0 || wrong) {
			stderr(`${texts.usage(name)}\n`);
			return 1;
		}
		const nodes = readNodes(sys);
		const targets = words.map((word) => targetOf(nodes, name === "heal" ? asCut(sys, nodes, word) : word));
		const lost = words.find((_, i) => !targets[i]);
		const astray = flows.find((flow) => pairsOf(nodes, [flow]).length === 0);
		if (lost !== undefined || astray !== undefined) {
			stderr(`${name}: ${lost === undefined ? texts.noFlow(astray ?? "") : unknown(nodes, lost, texts)}\n`);
			return 1;
		}
		const before: Seen | undefined = show || picture ? see(sys, flows) : undefined;
		const deeds = (targets as Target[]).map((target) => deed(sys, target));
		const idle = words.find((_, i) => !deeds[i]);
		if (idle !== undefined) {
			stderr(`${name}: ${texts.broken[name](idle)}\n`);
			return 1;
		}
		for (const act of deeds) act?.();
		if (!before) return 0;
		yield* frrSettle({ ...process, args: [] });
		const after = see(sys, flows);
		const gone = name === "fail" ? (targets as Target[]).flatMap(({ whole, node }) => (whole ? [node.name] : [])) : [];
		if (show) stdout(report(before, after, texts, `${name} ${words.join(" ")}`, gone));
		if (!picture) return 0;
		const answer = yield { wait: "picture", network: pictureOf(before, after, texts), svg: picture === "svg" };
		if (answer && "text" in answer) stdout(answer.text);
		else stderr(`iplab: ${name}: ${texts.noPicture}\n`);
		return answer && "text" in answer ? 0 : 3;
	};
}

export const failProgram = command("fail", fail);
export const healProgram = command("heal", heal);
