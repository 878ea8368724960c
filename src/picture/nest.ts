/** Boxes within each other, the widest reach outside: what a scope means. */

interface Level {
	readonly title: string;
	readonly lines: readonly string[];
}

const narrowest = 40;
const widest = 62;

export function nestText(levels: readonly Level[], columns: number): string {
	return `${box(levels, Math.max(narrowest, Math.min(columns, widest))).join("\n")}\n`;
}

function box([level, ...inner]: readonly Level[], width: number): string[] {
	if (level === undefined) return [];
	const row = (text: string) => `│ ${text.slice(0, width - 4).padEnd(width - 4)} │`;
	const rows = [...box(inner, width - 6).map((line) => ` ${line}`), ...level.lines.map((line) => `  ${line}`)];
	const title = `─ ${level.title} `;
	return [`┌${title.padEnd(width - 2, "─")}┐`, ...rows.map(row), `└${"─".repeat(width - 2)}┘`];
}
