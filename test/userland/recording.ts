/** The commands of a recording with what the real tool answered. The format is fixtures/oracle/README of the recordings. */
import { readFileSync } from "node:fs";

export interface Recorded {
	readonly command: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

export function recorded(name: string): Recorded[] {
	const text = readFileSync(new URL(`../../fixtures/oracle/${name}.transcript`, import.meta.url), "utf8");
	return text
		.split(/^(?=\$ )/m)
		.slice(1)
		.map(parseBlock);
}

function parseBlock(block: string): Recorded {
	const [first = "", ...rest] = block.split("\n");
	const lines = (mark: string) =>
		rest
			.filter((line) => line.startsWith(`${mark} `))
			.map((line) => `${line.slice(2)}\n`)
			.join("");
	return {
		command: first.slice(2),
		stdout: lines("|"),
		stderr: lines("!"),
		exit: Number(rest.find((line) => line.startsWith("? "))?.slice(2) ?? 0),
	};
}

/** Help texts are the real tool's own prose, and recorded as this. */
export function withoutHelp(text: string): string {
	return text.replace(/^Usage: [\s\S]*/m, "Usage: <help>\n");
}
