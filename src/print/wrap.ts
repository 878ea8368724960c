/** Text broken into lines at plain blanks only: the non-breaking spaces of French typography hold. */

/** A paragraph that begins with blanks is a row of a table and hangs by its own indent. */
export function wrap(paragraph: string, width: number): string[] {
	const indent = /^ */.exec(paragraph)?.[0] ?? "";
	if (indent !== "" && paragraph.length <= width) return [paragraph];
	const lines: string[] = [];
	let line = "";
	for (const word of paragraph.split(" ").filter((each) => each !== "")) {
		if (line !== "" && line.length + 1 + word.length > width) {
			lines.push(line);
			line = "";
		}
		line = line === "" ? indent + word : `${line} ${word}`;
	}
	return line === "" ? lines : [...lines, line];
}
