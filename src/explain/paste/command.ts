/** A line that is a prompt with a command of ip: it passes without a note, but another device's output may follow. */

const objects =
	"a|ad|add|addr|addre|addres|address|l|li|lin|link|r|ro|route|rule|ru|n|ne|neigh|neighbour|neighbor|netns";
const call = new RegExp(`(^|[\\s$#%>❯➜»\\]])(\\S{0,80}/)?ip(\\s+-\\S+(\\s+(inet6?|link))?)*\\s+(${objects})(\\s|$)`);

/** Prose that speaks of a command has more words after it than a command has. */
export function isCommand(line: string): boolean {
	const found = call.exec(line);
	if (found === null) return false;
	const after = line.slice(found.index + found[0].length).trim();
	const before = line.slice(0, found.index).trim();
	return (
		(before === "" || /[$#%>❯➜»\])]$|exec|sudo|nsenter|busybox|--/.test(before + found[1])) &&
		after.split(/\s+/).length <= 8
	);
}
