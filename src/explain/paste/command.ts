/** A line that is a prompt with a command of ip: it passes without a note, but another device's output may follow. */

/** Words of ip's objects in its own order, the first that begins with what was typed wins (ip/ip.c). */
const objects = (
	"address addrlabel maddress route rule neighbor neighbour ntable ntbl link l2tp fou ila macsec tunnel tunl tuntap tap " +
	"token tcpmetrics monitor xfrm mroute mrule netns netconf vrf sr nexthop mptcp ioam stats"
).split(" ");

const spoken: Readonly<Record<string, string>> = {
	maddress: "maddr",
	neighbor: "neigh",
	neighbour: "neigh",
	tap: "tuntap",
};

const call =
	/(^|[\s$#%>❯➜»\]])(\S{0,80}\/)?ip((?:\s+(?:-n|-netns|-b|-batch|-l|-loops|-rc|-rcvbuf)\s+\S+|\s+-f(?:amily)?\s+\S+|\s+-\S+)*)\s+([a-z0-9]+)(\s|$)/;

/** The object a line asks ip for, `link` for addresses too; undefined if the line is no command of ip. */
export function commandOf(line: string): string | undefined {
	const found = call.exec(line);
	if (found === null) return undefined;
	const [whole, mark = "", , , word = ""] = found;
	const object = objects.find((each) => each.startsWith(word));
	if (object === undefined) return undefined;
	const after = line.slice(found.index + whole.length).trim();
	const before = line.slice(0, found.index).trim();
	// prose that speaks of a command has more words after it than a command has
	const isTyped = before === "" || /[$#%>❯➜»\])]$|exec|sudo|nsenter|busybox|--/.test((before + mark).trim());
	return isTyped && after.split(/\s+/).length <= 8 ? (spoken[object] ?? object) : undefined;
}
