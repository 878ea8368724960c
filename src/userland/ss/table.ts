/**
 * The table of ss: misc/ss.c columns, field_next(), render_calc_width(), render(). A column is as wide as its widest field that
 * was measured, and a field is measured when the next begins: the last of all never is. On a terminal the rest of the line is
 * shared out; elsewhere the columns stand close.
 */

interface Column {
	readonly header: string;
	readonly delimiter: string;
	readonly right?: true;
}

export const columns = {
	netid: 0,
	state: 1,
	recvQ: 2,
	sendQ: 3,
	addr: 4,
	port: 5,
	peerAddr: 6,
	peerPort: 7,
	more: 8,
	last: 9,
} as const;

export type ColumnName = keyof typeof columns;

const rows: readonly Column[] = [
	{ header: "Netid", delimiter: "" },
	{ header: "State", delimiter: " " },
	{ header: "Recv-Q", delimiter: " " },
	{ header: "Send-Q", delimiter: " " },
	{ header: "Local Address:", delimiter: " ", right: true },
	{ header: "Port", delimiter: "" },
	{ header: "Peer Address:", delimiter: " ", right: true },
	{ header: "Port", delimiter: "" },
	{ header: "Process", delimiter: "" },
	{ header: "", delimiter: "" },
];

export class Table {
	private readonly disabled = new Set<number>();
	private readonly measured = rows.map(() => 0);
	private readonly tokens: { column: number; text: string }[] = [];
	private current = 0;
	private text = "";

	disable(name: ColumnName): void {
		this.disabled.add(columns[name]);
	}

	/** Appends to the present field. */
	out(text: string): void {
		this.text += text;
	}

	/** Goes on to a column; those between stay empty. */
	field(name: ColumnName): void {
		while (this.current !== columns[name]) this.next();
	}

	next(): void {
		if (!this.disabled.has(this.current)) {
			this.tokens.push({ column: this.current, text: this.text });
			this.measured[this.current] = Math.max(this.measured[this.current] ?? 0, this.text.length);
		}
		this.text = "";
		this.current = (this.current + 1) % rows.length;
	}

	header(): void {
		while (this.current < rows.length - 1) {
			this.out(rows[this.current]?.header ?? "");
			this.next();
		}
	}

	/** All of it; `width` is that of a terminal. */
	render(width?: number): string {
		if (this.tokens.length === 0 && this.text === "") return "";
		const all = [
			...this.tokens,
			...(this.disabled.has(this.current) ? [] : [{ column: this.current, text: this.text }]),
		];
		const widths = this.widths(width);
		let printed = "";
		let started = false;
		for (const { column, text } of all) {
			const { delimiter, right } = rows[column] as Column;
			const left = started ? delimiter : "";
			const room = (widths[column] ?? 0) - left.length;
			printed += left + (right ? text.padStart(room) : text.padEnd(room));
			started = true;
			if (column < rows.length - 1) continue;
			printed += "\n";
			started = false;
		}
		return started ? `${printed}\n` : printed;
	}

	private widths(screen: number | undefined): number[] {
		let first = true;
		const widths = this.measured.map((length, column) => {
			if (this.disabled.has(column) || length === 0) return 0;
			const wide = first ? length : length + (rows[column]?.delimiter.length ?? 0);
			first = false;
			return Math.min(wide, screen ?? wide);
		});
		return screen === undefined ? widths : spread(widths, screen);
	}
}

/** Columns that fit on one line share what is left of it. */
function spread(measured: readonly number[], screen: number): number[] {
	const widths = [...measured];
	let line: number[] = [];
	let length = 0;
	const share = () => {
		const [pad, count] = [screen - length, line.length];
		line.toReversed().forEach((column, i) => {
			widths[column] = (widths[column] ?? 0) + Math.floor(pad / count) + (i < pad % count ? 1 : 0);
		});
		line = [];
		length = 0;
	};
	widths.forEach((width, column) => {
		if (width === 0) return;
		if (length + width > screen && line.length > 0) share();
		line.push(column);
		length += width;
		if (length === screen) {
			line = [];
			length = 0;
		}
	});
	if (line.length > 0) share();
	return widths;
}
