/**
 * What coreutils, sed and bash say of a file that they cannot use. just-bash's own commands know one reason and one
 * wording; each row here turns a command's line into the real one. (Wordings: recorded with Debian 12's tools.)
 */
import { type Errno, errnos, strerror } from "../uapi/errno.ts";

type Wording = (file: string, reason: string) => string;

const wordings: Readonly<Record<string, Wording>> = {
	awk: (file, reason) => `cannot open ${file} (${reason})`,
	head: (file, reason) => `cannot open '${file}' for reading: ${reason}`,
	ls: (file, reason) => `cannot access '${file}': ${reason}`,
	sed: (file, reason) => `can't read ${file}: ${reason}`,
	sort: (file, reason) => `cannot read: ${file}: ${reason}`,
	tac: (file, reason) => `failed to open '${file}' for reading: ${reason}`,
	tail: (file, reason) => `cannot open '${file}' for reading: ${reason}`,
};

/** Exit status where just-bash has another. */
const statuses: Readonly<Record<string, number>> = { ls: 2, sed: 2, sort: 2 };

export interface Complaining {
	readonly stderr: string;
	readonly exitCode: number;
}

/** `reason` knows why a file, as written, could not be read; undefined is ENOENT. */
export function reword<T extends Complaining>(
	command: string,
	result: T,
	reason: (file: string) => Errno | undefined,
): T {
	// just-bash's touch shows the inside of its file system
	const told = result.stderr.replace(/: ([A-Z]+): [a-z ]+, open '[^']*'$/gm, (all, errno: string) =>
		Object.hasOwn(errnos, errno) ? `: ${strerror(errno as Errno)}` : all,
	);
	if (!told.includes(": No such file or directory")) return { ...result, stderr: told };
	const line = new RegExp(`^${command.replace(/\W/g, "\\$&")}: (.+): No such file or directory$`, "gm");
	let seen = false;
	const stderr = told.replace(line, (all, file: string) => {
		seen = true;
		const why = strerror(reason(file) ?? "ENOENT");
		// already in the real wording: only the reason can be wrong
		if (/^c(?:annot|an't) |^failed to /.test(file)) return all.replace("No such file or directory", why);
		return `${command}: ${(wordings[command] ?? ((name, text) => `${name}: ${text}`))(file, why)}`;
	});
	return { ...result, stderr, exitCode: seen ? (statuses[command] ?? result.exitCode) : result.exitCode };
}
