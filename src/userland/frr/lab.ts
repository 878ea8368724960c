/**
 * The commands of a lab with many routers: `frr_start NODE ROUTER-ID [IFACE=COST|IFACE=passive …]` writes a node's configuration and
 * starts its daemons, `frr_kill NODE` is a power cut for them, `frr_settle [SECONDS]` waits until nothing changes any more.
 */
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { Program, System } from "../process.ts";
import { folder, pidFile, program, startOspfd, startZebra } from "./start.ts";

const ofPeers = ` ip ospf network point-to-point
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf retransmit-interval 1
`;

/** Words after the router's id: interfaces that are passive, or have a cost of their own. */
type Settings = ReadonlyMap<string, string>;

function interfaceLines(name: string, settings: Settings): string {
	const own = settings.get(name);
	const head = `interface ${name}\n ip ospf area 0\n`;
	if (name === "lo" || own === "passive") return `${head} ip ospf passive\nexit\n!\n`;
	return `${head}${ofPeers}${own === undefined ? "" : ` ip ospf cost ${own}\n`}exit\n!\n`;
}

function ospfdConf(node: string, id: string, links: readonly string[], settings: Settings): string {
	return `hostname ${node}
!
${links.map((name) => interfaceLines(name, settings)).join("")}router ospf
 ospf router-id ${id}
 timers throttle spf 0 50 200
 timers throttle lsa all 0
 timers lsa min-arrival 0
exit
!
`;
}

function linkNames(sys: System): string[] {
	const { messages } = sys.netlink({ type: "RTM_GETLINK", flags: NLM_F_DUMP, family: "unspec" });
	return messages.flatMap((message) => (message.type === "RTM_NEWLINK" ? [message.link.ifname] : []));
}

export const frrStart: Program = function* ({ sys, args, stderr }) {
	const [node, id, ...words] = args;
	if (node === undefined || id === undefined) {
		stderr("usage: frr_start NODE ROUTER-ID [IFACE=COST|IFACE=passive ...]\n");
		return 1;
	}
	const netns = sys.openNetns(node);
	if ("errno" in netns) {
		stderr(`Cannot open network namespace "${node}": No such file or directory\n`);
		return 255;
	}
	sys.setns(netns.ok);
	const settings = new Map(words.map((word) => word.split("=", 2) as [string, string]));
	sys.writeFile(`${folder(node)}/vtysh.conf`, "");
	sys.writeFile(`${folder(node)}/zebra.conf`, `hostname ${node}\n`);
	sys.writeFile(`${folder(node)}/ospfd.conf`, ospfdConf(node, id, linkNames(sys), settings));
	const wrong = startZebra(sys, node) ?? startOspfd(sys, node);
	if (wrong !== undefined) stderr(`${wrong}\n`);
	return wrong === undefined ? 0 : 1;
};

/** One after the other, by their pid files: as a shell's `kill -KILL $(cat FILE)` does, also where there is none. */
// biome-ignore lint/correctness/useYield: nothing to wait for
export const frrKill: Program = function* ({ sys, args: [node = ""], stderr }) {
	for (const daemon of ["ospfd", "zebra"] as const) {
		const file = pidFile(node, daemon);
		const pid = sys.readFile(file);
		if ("ok" in pid) sys.daemons.kill(Number(pid.ok));
		else stderr(`cat: /var${file}: No such file or directory\n${killUsage}`);
		sys.removeFile(file);
	}
	return 0;
};

const killUsage = "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n";

const onTheWay = / (?:Init|2-Way|ExStart|Exchange|Loading)\b/;

/** Everything that must keep still: what zebras have heard, how neighbours are, and the routes of nodes without a zebra. */
function stateOf(sys: System): string {
	const names = sys.daemons.list().filter((each) => each.program === program);
	return names.map(({ name }) => `${name} ${sys.daemons.ask(program, name, "state")?.text}`).join("\n");
}

export const frrSettle: Program = function* ({ sys, args: [word = "5"] }) {
	const want = Number(word) || 5;
	let old: string | undefined;
	let still = 0;
	for (let all = 0; still < want && all < 60; all++) {
		yield { wait: "sleep", ms: 1000 };
		const state = stateOf(sys);
		still = state === old && !onTheWay.test(state) ? still + 1 : 0;
		old = state;
	}
	return still >= want ? 0 : 1;
};
