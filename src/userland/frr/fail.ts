/**
 * Failure as one word: `fail R2` is a power cut (its daemons are killed, its links go down), `fail R2-End` cuts a link, `heal` undoes
 * what `fail` did. With --show they wait until the network is quiet and tell what has become of its routes and of the ways of
 * packets.
 */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { Answer, Process, Program, System, Wait } from "../process.ts";
import { failTexts } from "./fail-text.ts";
import { frrSettle } from "./lab.ts";
import { pictureOf, report, type Seen, see } from "./report.ts";
import { folder, routerNamed, startOspfd, startZebra } from "./start.ts";
import { type Node, type Port, readNodes, within } from "./topology.ts";

/** A node, or the end of a link that is taken down. */
interface Target {
	readonly word: string;
	readonly node: Node;
	readonly ports: readonly Port[];
	readonly whole: boolean;
}

function targetOf(nodes: readonly Node[], word: string): Target | undefined {
	const node = nodes.find(({ name }) => name === word);
	if (node) return { word, node, ports: node.ports.filter(({ ifname }) => ifname !== "lo"), whole: true };
	for (let at = word.indexOf("-"); at > 0; at = word.indexOf("-", at + 1)) {
		const [from, to] = [word.slice(0, at), word.slice(at + 1)];
		const end = nodes.find(({ name }) => name === from);
		const ports = end?.ports.filter(({ peer }) => peer === to) ?? [];
		if (end && ports.length > 0) return { word, node: end, ports, whole: false };
	}
	return undefined;
}

function setLink(sys: System, { fd }: Node, index: number, up: boolean): void {
	const flags = { ifiFlags: up ? IFF_UP : 0, ifiChange: IFF_UP };
	within(sys, fd, () => sys.netlink({ type: "RTM_NEWLINK", flags: 0, family: "unspec", index, ...flags, attrs: {} }));
}

/** Where it stands what `heal` has to bring back: names of links, and whether there were daemons. */
const noteOf = ({ word }: Target) => `/run/iplab/fail/${word}`;

function fail(sys: System, target: Target): boolean {
	const ports = target.ports.filter(({ up }) => up);
	const daemon = target.whole ? routerNamed(sys, target.node.name)?.daemon : undefined;
	if (ports.length === 0 && !daemon) return false;
	sys.writeFile(noteOf(target), `${[...ports.map(({ ifname }) => ifname), ...(daemon ? ["frr"] : [])].join("\n")}\n`);
	for (const pid of [...(daemon?.pids ?? [])].reverse()) sys.daemons.kill(pid);
	for (const { ifindex } of ports) setLink(sys, target.node, ifindex, false);
	return true;
}

function heal(sys: System, target: Target): boolean {
	const note = sys.readFile(noteOf(target));
	const names = "ok" in note ? note.ok.split("\n").filter((name) => name !== "") : [];
	if (names.length === 0) return false;
	sys.writeFile(noteOf(target), "");
	const { node } = target;
	for (const { ifname, ifindex } of target.ports) if (names.includes(ifname)) setLink(sys, node, ifindex, true);
	const configured = "ok" in sys.readFile(`${folder(node.name)}/ospfd.conf`);
	if (target.whole && names.includes("frr") && configured)
		within(sys, node.fd, () => startZebra(sys, node.name) ?? startOspfd(sys, node.name));
	return true;
}

interface Words {
	readonly targets: readonly string[];
	readonly show: boolean;
	/** Missing where no picture is wanted. */
	readonly picture?: "text" | "svg";
	readonly flows: readonly string[];
	readonly lang: "en" | "fr";
}

const drawn: ReadonlyMap<string, "text" | "svg"> = new Map([
	["--picture", "text"],
	["--svg", "svg"],
]);

function parseWords({ args, env }: Process): Words {
	const given = args.indexOf("--lang");
	const lang = given >= 0 ? args[given + 1] : (env.LANG ?? "").slice(0, 2);
	const rest = args.filter((word, i) => (given < 0 || (i !== given && i !== given + 1)) && !drawn.has(word));
	const picture = args.map((word) => drawn.get(word)).find((kind) => kind !== undefined);
	const at = rest.indexOf("--show");
	const targets = at < 0 ? rest : rest.slice(0, at);
	const flows = at < 0 ? [] : rest.slice(at + 1);
	return { targets, show: at >= 0, flows, lang: lang === "fr" ? "fr" : "en", ...(picture && { picture }) };
}

function command(name: string, act: (sys: System, target: Target) => boolean): Program {
	return function* (process: Process): Generator<Wait, number, Answer> {
		const { sys, stdout, stderr } = process;
		const { targets: words, show, picture, flows, lang } = parseWords(process);
		const texts = failTexts[lang];
		if (words.length === 0) {
			stderr(`${texts.usage(name)}\n`);
			return 1;
		}
		const nodes = readNodes(sys);
		const targets = words.map((word) => targetOf(nodes, word));
		const lost = words.find((_, i) => !targets[i]);
		if (lost !== undefined) {
			stderr(`${name}: ${texts.unknown(lost)}\n`);
			return 1;
		}
		const before: Seen | undefined = show || picture ? see(sys, flows) : undefined;
		for (const target of targets as Target[])
			if (!act(sys, target)) {
				stderr(`${name}: ${texts.nothing(target.word)}\n`);
				return 1;
			}
		if (!before) return 0;
		yield* frrSettle({ ...process, args: [] });
		const after = see(sys, flows);
		if (show) stdout(report(before, after, texts, `${name} ${words.join(" ")}`));
		if (!picture) return 0;
		const answer = yield { wait: "picture", network: pictureOf(before, after, texts), svg: picture === "svg" };
		if (answer && "text" in answer) stdout(answer.text);
		else stderr(`iplab: ${name}: ${texts.noPicture}\n`);
		return answer && "text" in answer ? 0 : 3;
	};
}

export const failProgram = command("fail", fail);
export const healProgram = command("heal", heal);
